package dev.sallyport.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Statements that ask both doors the same; each gives the same answer whenever it is asked. */
final class Probes {
    /** Of tables and columns the policy speaks of: a refusal of one names its rule. */
    static final List<String> OF_GOVERNED_TABLES =
            lines(
                    """
                    SELECT * FROM patients ORDER BY 1
                    TABLE patients
                    SELECT * FROM hosp.patients
                    SELECT id FROM patients ORDER BY id
                    SELECT ssn FROM patients ORDER BY ssn
                    SELECT ssn::text FROM patients ORDER BY 1
                    SELECT last_name, dob, zip FROM patients ORDER BY 1, 2, 3
                    SELECT research_id FROM patients ORDER BY 1
                    SELECT row_to_json(p) FROM patients p ORDER BY p.*::text
                    SELECT to_jsonb(p) FROM patients p ORDER BY p.*::text
                    SELECT p FROM patients p ORDER BY p::text
                    SELECT count(*) FROM patients
                    SELECT clinic_id, count(*), min(ssn), max(dob) FROM patients GROUP BY 1 ORDER BY 1
                    SELECT string_agg(ssn, ',' ORDER BY ssn) FROM patients
                    SELECT array_agg(id ORDER BY id) FROM patients
                    SELECT md5(string_agg(p::text, '' ORDER BY p::text)) FROM patients p
                    SELECT id FROM patients WHERE ssn LIKE '9%' ORDER BY id
                    SELECT id FROM patients WHERE ssn LIKE '***%' ORDER BY id
                    SELECT id, dob + 1, date_part('year', dob) FROM patients ORDER BY id
                    SELECT * FROM encounters ORDER BY id LIMIT 40
                    SELECT * FROM hosp.encounters
                    SELECT notes FROM encounters ORDER BY id
                    SELECT kind, count(*) FROM encounters GROUP BY kind ORDER BY kind
                    SELECT at, at::date, to_char(at, 'IYYY') FROM encounters ORDER BY id LIMIT 9
                    SELECT physician_id FROM encounters ORDER BY id
                    SELECT * FROM diagnoses ORDER BY id LIMIT 40
                    SELECT icd10 FROM diagnoses ORDER BY icd10 LIMIT 20
                    SELECT * FROM prescriptions ORDER BY id LIMIT 40
                    SELECT drug FROM prescriptions WHERE controlled ORDER BY 1
                    SELECT * FROM invoices ORDER BY id LIMIT 40
                    SELECT sum(amount), avg(amount) FROM invoices
                    SELECT amount, amount::float8, amount::numeric(6,1) FROM invoices ORDER BY id
                    SELECT status FROM hosp.invoices
                    SELECT * FROM mental_health_notes
                    SELECT body FROM mental_health_notes
                    SELECT * FROM hosp.mental_health_notes
                    SELECT * FROM clinics ORDER BY id
                    SELECT * FROM staff
                    SELECT login FROM staff
                    SELECT * FROM staff_clinics
                    SELECT p.id, e.kind FROM patients p JOIN encounters e ON e.patient_id = p.id ORDER BY e.id LIMIT 50
                    SELECT p.last_name, c.name FROM patients p JOIN clinics c ON c.id = p.clinic_id ORDER BY p.id
                    SELECT (SELECT ssn FROM patients q WHERE q.id = p.id) FROM patients p ORDER BY id
                    WITH p AS MATERIALIZED (SELECT * FROM patients) SELECT ssn FROM p ORDER BY 1
                    SELECT id, rank() OVER (PARTITION BY clinic_id ORDER BY dob, id) FROM patients ORDER BY id
                    SELECT x.ssn FROM patients p, LATERAL (SELECT p.ssn) x ORDER BY 1
                    SELECT * FROM patients p NATURAL JOIN patients q ORDER BY 1
                    SELECT * FROM nurse.patients ORDER BY 1
                    SELECT * FROM physician.patients ORDER BY 1
                    SELECT * FROM billing_admin.patients ORDER BY 1
                    SELECT * FROM analyst.patients ORDER BY 1
                    SELECT last_name FROM analyst.patients
                    SELECT * FROM nurse.encounters ORDER BY id
                    SELECT email FROM patients ORDER BY id
                    """);

    /** Of nothing the policy knows, or of a name that may mean several things it knows. */
    private static final List<String> OF_ANYTHING =
            lines(
                    """
                    SELECT birth_year, zip3, research_id FROM patients ORDER BY 3
                    SELECT id FROM patients WHERE last_name < 'F' UNION SELECT patient_id FROM diagnoses ORDER BY 1
                    SELECT "Last_Name" FROM patients
                    SELECT session_user, current_user
                    SELECT current_setting('search_path'), current_setting('is_superuser')
                    SELECT NULL::text, ''::text, E'\\n'::text, '\u00e9\u4e2d'::text, true, 1::int2, 2::int8, 1.5::float4
                    SELECT g, repeat('x', g) FROM generate_series(1, 300) g
                    SELECT repeat('long', 60000)
                    SELECT 1 WHERE false
                    SELECT FROM generate_series(1, 3)
                    SELECT '{1,NULL,3}'::int[], '[1,2)'::int4range, '10.0.0.1'::inet, interval '1 day 2 hours'
                    SELECT 'infinity'::timestamptz, date '0044-03-15 BC', time '24:00', 'NaN'::numeric
                    SELECT '\\xdeadbeef'::bytea, '{"a": [1, 2]}'::jsonb, uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
                    SELECT $a$ it's $$ quoted $a$, U&'d\\0061ta' /* a /* nested */ comment */ -- and another
                    SELECT 1/0
                    SELECT * FROM there_is_no_such_table
                    SELECT no_such_function(1)
                    SELECT 'x'::int
                    SELEC 1
                    SELECT rolpassword FROM pg_authid
                    SELECT * FROM sp.held
                    SELECT * FROM sp.people
                    SELECT * FROM sp.mine
                    SELECT sp.only('nurse', 'clinics')
                    SELECT viewname FROM pg_views WHERE schemaname = 'nurse' ORDER BY 1
                    SELECT pg_read_file('/etc/passwd')
                    """);

    static final List<String> READS =
            Stream.concat(OF_GOVERNED_TABLES.stream(), OF_ANYTHING.stream()).toList();

    /** None returns a number of a sequence, which moves on even when nothing else does. */
    static final List<String> WRITES =
            lines(
                    """
                    INSERT INTO encounters (patient_id, kind, notes) VALUES (1, 'visit', 'n') RETURNING patient_id, clinic_id, physician_id, notes
                    INSERT INTO encounters (patient_id, clinic_id, kind) VALUES (2, 2, 'visit') RETURNING clinic_id
                    INSERT INTO encounters (patient_id, clinic_id, kind) VALUES (9, 9, 'visit')
                    INSERT INTO encounters (patient_id, kind, physician_id) VALUES (1, 'visit', 201)
                    INSERT INTO encounters (patient_id, kind, at) VALUES (1, 'visit', '2020-01-01')
                    INSERT INTO encounters (patient_id, clinic_id, kind) SELECT id, clinic_id, 'visit' FROM patients
                    INSERT INTO encounters DEFAULT VALUES
                    INSERT INTO hosp.encounters (patient_id, clinic_id, kind) VALUES (1, 1, 'visit')
                    INSERT INTO patients (id, mrn) VALUES (1000000, 'x')
                    INSERT INTO diagnoses (patient_id, icd10) VALUES (1, 'Z00')
                    INSERT INTO invoices (patient_id, amount) VALUES (1, 1)
                    INSERT INTO mental_health_notes (patient_id, author_id, body) VALUES (1, 102, 'n')
                    UPDATE encounters SET notes = 'n' WHERE patient_id > 0
                    UPDATE encounters SET notes = 'n' WHERE patient_id = 1 RETURNING patient_id, notes
                    UPDATE encounters SET patient_id = 9 WHERE patient_id = 1
                    UPDATE encounters e SET notes = p.last_name FROM patients p WHERE p.id = e.patient_id
                    UPDATE encounters SET physician_id = 201 WHERE patient_id > 0
                    UPDATE hosp.encounters SET notes = 'n' WHERE patient_id > 0
                    UPDATE patients SET ssn = NULL WHERE id > 0
                    UPDATE patients SET clinic_id = 1 WHERE id > 0
                    UPDATE invoices SET status = 'paid' WHERE patient_id > 0
                    UPDATE invoices SET status = 'paid' WHERE patient_id = 9 RETURNING amount
                    UPDATE invoices SET amount = 0 WHERE patient_id > 0
                    DELETE FROM encounters WHERE patient_id > 0
                    DELETE FROM patients WHERE id = 1
                    DELETE FROM invoices WHERE patient_id > 0
                    DELETE FROM mental_health_notes WHERE patient_id > 0
                    """);

    private Probes() {}

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
