package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hand changed behind our back is seen by a plan and put right by an apply. */
final class HandEditTest {
    private static Hospital hospital;

    @BeforeAll
    static void open() throws SQLException, IOException {
        hospital = new Hospital().withDoor();
        hospital.asAdmin("CREATE ROLE portal; GRANT USAGE ON SCHEMA hosp TO portal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE OR REPLACE VIEW nurse.clinics AS SELECT 0 AS id, name FROM hosp.clinics",
                "ALTER VIEW nurse.patients OWNER TO postgres",
                "ALTER VIEW nurse.patients SET (security_invoker = true)",
                "ALTER VIEW nurse.encounters ALTER COLUMN physician_id SET DEFAULT 7",
                "CREATE VIEW nurse.staff AS SELECT * FROM hosp.staff",
                "DROP VIEW nurse.diagnoses",
                "ALTER POLICY sp_lens_nurse_see ON hosp.patients USING (true)",
                "ALTER POLICY sp_lens_nurse_see ON hosp.patients TO sp_lens_nurse, sp_role_nurse",
                "DROP POLICY sp_lens_nurse_insert_pin ON hosp.encounters",
                "CREATE POLICY other ON hosp.patients TO sp_lens_nurse USING (true)",
                "ALTER TABLE hosp.patients DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE hosp.staff DISABLE ROW LEVEL SECURITY",
                "CREATE OR REPLACE FUNCTION sp.only(held_role text, asked text) RETURNS text LANGUAGE"
                        + " sql STABLE SECURITY DEFINER AS 'SELECT asked'",
                "ALTER FUNCTION sp.only(text, text) SECURITY INVOKER",
                "GRANT EXECUTE ON FUNCTION sp.only(text, text) TO PUBLIC",
                "CREATE OR REPLACE VIEW sp.mine AS SELECT role, attributes FROM sp.held",
                "CREATE OR REPLACE VIEW sp.mine WITH (security_barrier) AS SELECT role,"
                        + " attributes, login FROM sp.held",
                "ALTER VIEW sp.mine OWNER TO postgres",
                "GRANT SELECT ON sp.mine TO nora",
                "GRANT SELECT ON sp.held TO sp_lens_nurse",
                "REVOKE SELECT ON sp.mine FROM sp_lens_nurse",
                "DROP VIEW sp.mine CASCADE",
                "GRANT USAGE ON SCHEMA sp TO sp_person",
                "GRANT SELECT ON hosp.patients TO nora",
                "GRANT SELECT (ssn) ON hosp.patients TO sp_role_nurse",
                "GRANT ALL ON hosp.patients TO sp_lens_nurse WITH GRANT OPTION",
                "GRANT USAGE ON SCHEMA hosp TO nora; GRANT SELECT ON hosp.patients TO nora WITH"
                        + " GRANT OPTION; SET ROLE nora;"
                        + " GRANT SELECT ON hosp.patients TO omar",
                "GRANT SELECT ON hosp.patients TO portal WITH GRANT OPTION; SET ROLE portal;"
                        + " GRANT SELECT ON hosp.patients TO nora",
                "GRANT sp_lens_nurse TO nora WITH ADMIN OPTION; SET ROLE nora;"
                        + " GRANT sp_lens_nurse TO omar",
                "GRANT SELECT ON hosp.patients TO PUBLIC",
                "REVOKE SELECT ON nurse.patients FROM sp_role_nurse",
                "GRANT sp_lens_nurse TO nora",
                "GRANT sp_role_physician TO nora",
                "GRANT pg_read_all_data TO nora",
                "GRANT sp_role_nurse TO nora WITH SET TRUE",
                "REVOKE sp_role_nurse FROM nora",
                "GRANT sp_person TO hosp_owner",
                "ALTER ROLE nora SUPERUSER",
                "ALTER ROLE nora CREATEROLE BYPASSRLS",
                "ALTER ROLE nora PASSWORD 'mine'",
                "ALTER ROLE nora NOLOGIN",
                "ALTER ROLE nora VALID UNTIL '2020-01-01'",
                "ALTER ROLE sp_lens_nurse LOGIN",
                "ALTER ROLE nora SET search_path = hosp",
                "UPDATE sp.held SET until = 'infinity' WHERE login = 'nora'",
                "INSERT INTO sp.held SELECT login, 'physician', grantee FROM sp.held WHERE login = 'nora'",
                "UPDATE sp.held SET attributes = '{\"clinics\": \"{1,2,3}\"}' WHERE login = 'nora'",
                "UPDATE sp.held SET attributes = '{\"clinics\": 5}' WHERE login = 'nora'",
                "DELETE FROM sp.held WHERE login = 'nora'",
                "UPDATE sp.held SET grantee = 10 WHERE login = 'nora'",
                "ALTER TABLE sp.held ADD COLUMN more int",
                // As doors were before attributes stood beside what is held.
                "ALTER TABLE sp.held DROP COLUMN attributes CASCADE; CREATE TABLE sp.attribute (login"
                        + " text, name text, \"values\" text[]); ALTER TABLE sp.attribute OWNER TO"
                        + " sp_definer",
                "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
                "GRANT ALL ON SCHEMA public TO PUBLIC",
                "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION pg_sleep(double precision) TO PUBLIC"
            })
    void isSeenAndPutRight(String sql) throws SQLException, IOException {
        hospital.asAdmin(sql);
        Plan plan = hospital.plan(Hospital.policy());
        assertThat(plan.isEmpty()).isFalse();

        assertThat(hospital.provisioner.apply(plan)).isInstanceOf(Applied.Done.class);

        assertThat(hospital.plan(Hospital.policy()).sentences()).isEmpty();
        assertThat(hospital.sees("nora", "SELECT count(*), max(ssn) FROM patients"))
                .containsExactly("40|***-**-0400");
        assertThat(hospital.refusal("nora", "SELECT * FROM hosp.patients")).isEqualTo("42501");
    }
}
