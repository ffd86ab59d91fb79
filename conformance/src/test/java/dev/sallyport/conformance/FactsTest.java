package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;

/** What each person of the sample hospital sees and may do, against what is really there. */
final class FactsTest {
    private static final Pattern NUMBER = Pattern.compile("\\b9\\d\\d-\\d\\d-\\d{4}\\b");
    private static final Pattern MASK = Pattern.compile("\\*\\*\\*-\\*\\*-\\d{4}");

    /** Every form in which a number could slip out of a projection. */
    private static final List<String> PROJECTIONS =
            List.of(
                    "SELECT * FROM patients",
                    "TABLE patients",
                    "SELECT ssn FROM patients",
                    "SELECT ssn::text FROM patients",
                    "SELECT ssn || '' FROM patients",
                    "SELECT ssn::varchar(11)::bytea::text, ssn FROM patients",
                    "SELECT p FROM patients p",
                    "SELECT p::text FROM patients p",
                    "SELECT (p).ssn FROM patients p",
                    "SELECT row_to_json(p) FROM patients p",
                    "SELECT to_jsonb(p) ->> 'ssn' FROM patients p",
                    "SELECT json_agg(p) FROM patients p",
                    "SELECT string_agg(ssn, ',') FROM patients",
                    "SELECT array_agg(ssn) FROM patients",
                    "SELECT min(ssn), max(ssn) FROM patients",
                    "SELECT format('%s', ssn) FROM patients",
                    "SELECT ROW(p.*) FROM patients p",
                    "SELECT xmlforest(ssn) FROM patients",
                    "SELECT ssn FROM patients GROUP BY ssn HAVING count(*) > 0",
                    "SELECT ssn FROM patients WINDOW w AS (ORDER BY ssn) ORDER BY ssn DESC",
                    "WITH p AS MATERIALIZED (SELECT * FROM patients) SELECT ssn FROM p",
                    "SELECT (SELECT q.ssn FROM patients q WHERE q.id = p.id) FROM patients p",
                    "SELECT ssn FROM nurse.patients");

    private final Hospital hospital = Hospital.open();

    @ParameterizedTest
    @EnumSource
    void masksANursesNumbersInEveryProjectionAndWay(Way way) throws SQLException {
        for (Door door : Door.values()) {
            try (Connection nora = way.connect(hospital, door, "nora")) {
                for (String sql : PROJECTIONS) {
                    assertThat(way.ask(nora, sql))
                            .as(door + " " + sql)
                            .isInstanceOfSatisfying(
                                    Way.Seen.Rows.class,
                                    seen ->
                                            assertThat(String.join("\n", seen.rows()))
                                                    .containsPattern(MASK)
                                                    .doesNotContainPattern(NUMBER));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsNobodyFindAMaskedNumberByItsValue(Door door) throws SQLException {
        String number = hospital.truth("SELECT ssn FROM hosp.patients WHERE id = 1").getFirst();
        assertThat(number).matches(NUMBER);
        for (String filter :
                List.of(
                        "ssn LIKE '%" + number.substring(0, 6) + "%'",
                        "ssn = '" + number + "'",
                        "ssn ~ '^9'",
                        "ssn >= '9'",
                        "starts_with(ssn, '9')",
                        "ssn IN (SELECT '" + number + "')",
                        "position('" + number.substring(0, 3) + "' in ssn) = 1",
                        "ssn IS DISTINCT FROM ('***-**-' || right(ssn, 4))")) {
            assertThat(hospital.sees(door, "nora", "SELECT id FROM patients WHERE " + filter))
                    .as(filter)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsANurseExactlyHerClinic(Door door) throws SQLException {
        assertThat(
                        hospital.sees(
                                door,
                                "nora",
                                "SELECT id, mrn, first_name, last_name, dob, ssn, clinic_id FROM"
                                        + " patients ORDER BY id"))
                .hasSizeGreaterThan(5)
                .isEqualTo(
                        hospital.truth(
                                "SELECT id, mrn, first_name, last_name, dob, '***-**-' || right(ssn,"
                                        + " 4), clinic_id FROM hosp.patients WHERE clinic_id = 1"
                                        + " ORDER BY id"));
        for (String table : List.of("encounters", "diagnoses", "prescriptions")) {
            assertThat(hospital.sees(door, "nora", "SELECT id FROM " + table + " ORDER BY id"))
                    .isEqualTo(
                            hospital.truth(
                                    "SELECT t.id FROM hosp."
                                            + table
                                            + " t JOIN hosp.patients p ON p.id = t.patient_id WHERE"
                                            + " p.clinic_id = 1 ORDER BY 1"));
        }
    }

    @Test
    void tellsANurseWhichRuleKeepsMentalHealthNotesFromHerAndWhatToDo() {
        assertThatThrownBy(() ->
                        hospital.sees(Door.GATEWAY, "nora", "SELECT * FROM mental_health_notes"))
                .isInstanceOfSatisfying(
                        PSQLException.class,
                        refused -> {
                            var told = Objects.requireNonNull(refused.getServerErrorMessage());
                            assertThat(told.getMessage()).startsWith("SP2041 ");
                            assertThat(told.getDetail()).matches("Rule [\\w/-]+\\.yaml:\\d+\\.");
                            assertThat(told.getHint()).isNotBlank();
                        });
        assertThat(refusal(Door.NATIVE, "nora", "SELECT * FROM mental_health_notes"))
                .isEqualTo("42P01");
        assertThat(refusal(Door.NATIVE, "nora", "SELECT * FROM hosp.mental_health_notes"))
                .isEqualTo("42501");
    }

    @ParameterizedTest
    @EnumSource
    void showsAPhysicianExactlyThePatientsHeTreats(Door door) throws SQLException {
        assertThat(hospital.sees(door, "omar", "SELECT id, last_name FROM patients ORDER BY id"))
                .hasSizeGreaterThan(5)
                .isEqualTo(
                        hospital.truth(
                                "SELECT id, last_name FROM hosp.patients p WHERE primary_physician ="
                                        + " 102 OR EXISTS (SELECT FROM hosp.encounters e WHERE"
                                        + " e.patient_id = p.id AND e.physician_id = 102) ORDER BY"
                                        + " id"));
    }

    @ParameterizedTest
    @EnumSource
    void letsAPhysicianWriteANoteOnHisPatients(Door door) throws SQLException {
        assertThat(
                        changes(
                                door,
                                "omar",
                                "INSERT INTO encounters (patient_id, clinic_id, kind, notes) VALUES"
                                        + " (1, 1, 'visit', 'better')"))
                .isEqualTo("1");
        assertThat(
                        changes(
                                door,
                                "omar",
                                "UPDATE encounters SET notes = 'better' WHERE patient_id = 1"))
                .isEqualTo(
                        hospital.truth("SELECT count(*) FROM hosp.encounters WHERE patient_id = 1")
                                .getFirst());
    }

    @ParameterizedTest
    @EnumSource
    void letsAPhysicianWriteOnNobodyElsesPatient(Door door) throws SQLException {
        String other =
                hospital.truth(
                                "SELECT id FROM hosp.patients p WHERE clinic_id = 1 AND"
                                        + " primary_physician <> 102 AND NOT EXISTS (SELECT FROM"
                                        + " hosp.encounters e WHERE e.patient_id = p.id AND"
                                        + " e.physician_id = 102) LIMIT 1")
                        .getFirst();
        String columns = "INSERT INTO encounters (patient_id, clinic_id, kind, notes) ";
        for (String sql :
                List.of(
                        columns + "VALUES (" + other + ", 1, 'visit', 'x')",
                        columns + "SELECT " + other + ", 1, 'visit', 'x'",
                        columns + "SELECT g, 1, 'visit', 'x' FROM generate_series(1, 300) g",
                        columns + "VALUES (1, 9, 'visit', 'x')",
                        "INSERT INTO encounters (patient_id, clinic_id, physician_id, kind) VALUES"
                                + " (1, 1, 201, 'visit')",
                        "UPDATE encounters SET patient_id = " + other,
                        "UPDATE encounters SET physician_id = 201",
                        "UPDATE hosp.encounters SET notes = 'x' WHERE patient_id = " + other,
                        "INSERT INTO encounters (id, patient_id, clinic_id, kind) VALUES (1, "
                                + other
                                + ", 1, 'v') ON CONFLICT DO NOTHING",
                        "MERGE INTO encounters e USING (SELECT 1) s ON false WHEN NOT MATCHED THEN"
                                + " INSERT (patient_id, clinic_id, kind) VALUES ("
                                + other
                                + ", 1, 'visit')",
                        "DELETE FROM encounters")) {
            assertThat(changes(door, "omar", sql)).as(sql).isIn("42501", "44000");
        }
        for (String sql :
                List.of(
                        "UPDATE encounters SET notes = 'x' WHERE patient_id = " + other,
                        "UPDATE encounters e SET notes = 'x' FROM (VALUES ("
                                + other
                                + ")) v (id) WHERE e.patient_id = v.id")) {
            assertThat(changes(door, "omar", sql)).as(sql).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsBillingWholeNumbersOfHerClinicsAndNoClinicalNotes(Door door) throws SQLException {
        assertThat(hospital.sees(door, "bella", "SELECT id, ssn FROM patients ORDER BY id"))
                .isEqualTo(
                        hospital.truth(
                                "SELECT id, ssn FROM hosp.patients WHERE clinic_id IN (1, 2, 3)"
                                        + " ORDER BY id"));
        for (String table :
                List.of("encounters", "diagnoses", "prescriptions", "mental_health_notes")) {
            assertThat(refusal(door, "bella", "SELECT * FROM " + table)).isIn("42P01", "42501");
            assertThat(refusal(door, "bella", "SELECT * FROM hosp." + table)).isEqualTo("42501");
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsAnAnalystEveryPatientByPseudonymBirthYearAndAreaOnly(Door door) throws SQLException {
        List<String> seen =
                hospital.sees(
                        door,
                        "ana",
                        "SELECT json_build_object('research_id', research_id, 'birth_year',"
                                + " birth_year, 'zip3', zip3) FROM patients ORDER BY research_id");

        assertThat(
                        hospital.sees(
                                door,
                                "ana",
                                "SELECT DISTINCT json_object_keys(row_to_json(p)) FROM"
                                        + " patients p ORDER BY 1"))
                .containsExactly("birth_year", "research_id", "zip3");
        assertThat(seen)
                .hasSize(Hospital.PATIENTS)
                .isEqualTo(
                        hospital.truth(
                                "SELECT json_build_object('research_id', research_id, 'birth_year',"
                                        + " CASE WHEN age(dob) < interval '90 years' THEN"
                                        + " date_part('year', dob)::int END, 'zip3', CASE WHEN left(zip,"
                                        + " 3) IN ('036', '059', '063', '102', '203', '556', '692',"
                                        + " '790', '821', '823', '830', '831', '878', '879', '884',"
                                        + " '890', '893') THEN '000' ELSE left(zip, 3) END) FROM"
                                        + " hosp.patients ORDER BY research_id"));
    }

    @ParameterizedTest
    @EnumSource
    void showsAnAuditorNoPatient(Door door) {
        for (String table :
                List.of("patients", "encounters", "invoices", "clinics", "mental_health_notes")) {
            assertThat(refusal(door, "frank", "SELECT * FROM " + table)).isIn("42P01", "42501");
            assertThat(refusal(door, "frank", "SELECT * FROM hosp." + table)).isEqualTo("42501");
            assertThat(refusal(door, "frank", "SELECT * FROM nurse." + table))
                    .isIn("42P01", "42501");
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverGivesTheRowsOfOneRoleWithTheColumnsOfTheOther(Door door) throws SQLException {
        assertThat(hospital.sees(door, "dual", "SELECT id, last_name FROM patients ORDER BY id"))
                .isEqualTo(
                        hospital.truth(
                                "SELECT id, last_name FROM hosp.patients WHERE clinic_id = 1 ORDER"
                                        + " BY id"));
        assertThat(hospital.sees(door, "dual", "SELECT research_id FROM analyst.patients"))
                .hasSize(Hospital.PATIENTS);
        for (String column :
                List.of("id", "mrn", "first_name", "last_name", "ssn", "dob", "zip", "clinic_id")) {
            assertThat(refusal(door, "dual", "SELECT " + column + " FROM analyst.patients"))
                    .as(column)
                    .isIn("42703", "42501");
        }
        assertThat(refusal(door, "dual", "SELECT research_id FROM nurse.patients"))
                .isIn("42703", "42501");
    }

    @Test
    void letsANewcomerSignInNowhere() throws SQLException {
        for (Door door : Door.values()) {
            assertThatThrownBy(() -> hospital.connect(door, "newt"))
                    .isInstanceOf(PSQLException.class)
                    .extracting(failure -> ((PSQLException) failure).getSQLState())
                    .isIn("28000", "28P01");
        }
        assertThat(hospital.truth("SELECT 1 FROM pg_roles WHERE rolname = 'newt'")).isEmpty();
    }

    /** The rows changed, or the SQLSTATE; nothing stays changed. */
    private String changes(Door door, String login, String sql) throws SQLException {
        try (Connection connection = hospital.connect(door, login);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                return String.valueOf(statement.executeUpdate(sql));
            } catch (PSQLException e) {
                return String.valueOf(e.getSQLState());
            } finally {
                connection.rollback();
            }
        }
    }

    private String refusal(Door door, String login, String sql) {
        List<String> states = new ArrayList<>();
        assertThatThrownBy(() -> hospital.sees(door, login, sql))
                .as(door + " " + login + " " + sql)
                .isInstanceOfSatisfying(
                        PSQLException.class, e -> states.add(String.valueOf(e.getSQLState())));
        return states.getFirst();
    }
}
