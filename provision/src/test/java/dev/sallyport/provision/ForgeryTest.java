package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing a person can say changes who they are to the database. */
@ParameterizedClass
@EnumSource(PostgresRelease.class)
final class ForgeryTest {
    /** Opened before the first test of each release. */
    @SuppressWarnings("NullAway.Init")
    private static Hospital hospital;

    private final PostgresRelease release;

    ForgeryTest(PostgresRelease release) {
        this.release = release;
    }

    @BeforeParameterizedClassInvocation
    static void open(PostgresRelease release) throws SQLException, IOException {
        hospital = new Hospital(release).withDoor();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET ROLE sp_role_physician",
                "SET ROLE sp_lens_nurse",
                "SET ROLE sp_definer",
                "SET ROLE postgres",
                "SET SESSION AUTHORIZATION omar",
                "SET SESSION AUTHORIZATION postgres",
                "SELECT set_config('role', 'omar', false)",
                "SELECT set_config('session_authorization', 'omar', false)",
                "CREATE TEMP TABLE patients (id int)",
                "SELECT 1 INTO TEMP patients",
                "CREATE SCHEMA mine",
                "CREATE VIEW nurse.mine AS SELECT 1",
                "CREATE FUNCTION nurse.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "DO $$ BEGIN NULL; END $$",
                "GRANT sp_role_nurse TO omar",
                "ALTER ROLE nora SUPERUSER",
                "ALTER VIEW nurse.patients OWNER TO nora",
                "ALTER TABLE hosp.patients DISABLE ROW LEVEL SECURITY",
                "DROP OWNED BY sp_lens_nurse",
                "SELECT pg_sleep(0)",
                "SELECT pg_advisory_lock(1)",
                "SELECT query_to_xml('SELECT 1', true, true, '')",
                "SELECT lo_creat(-1)",
                "SELECT * FROM pg_authid",
                "COPY patients TO PROGRAM 'cat'"
            })
    void refuses(String sql) throws SQLException {
        assertThat(hospital.refusal("nora", sql)).isIn("42501", "22023", "0A000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = physician, analyst, hosp, sp, nurse",
                "SET \"sallyport.login\" = 'omar'",
                "SELECT set_config('session.user', 'omar', false)",
                "RESET ROLE",
                "RESET SESSION AUTHORIZATION",
                "RESET ALL",
                "DISCARD ALL",
                "SET TimeZone = 'Etc/GMT+12'",
                "DROP OWNED BY nora",
                "DROP OWNED BY sp_role_nurse",
                "REASSIGN OWNED BY sp_role_nurse TO nora",
                "GRANT SELECT ON nurse.patients TO omar",
                "REVOKE SELECT ON nurse.patients FROM sp_role_nurse",
                "SET application_name = 'omar'"
            })
    void changesNothing(String sql) throws SQLException, IOException {
        try (Connection nora = hospital.as("nora");
                Statement statement = nora.createStatement()) {
            statement.execute(sql);
            assertThat(Hospital.rows(nora, "SELECT count(*), max(clinic_id) FROM nurse.patients"))
                    .containsExactly("40|1");
            assertThat(hospital.refusal("nora", "SELECT * FROM hosp.patients")).isEqualTo("42501");
        }
        assertThat(hospital.plan(Hospital.policy()).sentences()).isEmpty();
    }

    /** Before 16 a membership cannot say {@code SET FALSE}; rows hang on who signed in. */
    @ParameterizedTest
    @ValueSource(strings = {"sp_role_nurse", "sp_person"})
    void switchingToAHeldGroupGainsNothing(String group) throws SQLException {
        boolean canRefuse = release.compareTo(PostgresRelease.POSTGRES_16) >= 0;
        assertThat(hospital.refusal("nora", "SET ROLE " + group))
                .isEqualTo(canRefuse ? "42501" : "none");
        for (String schema : List.of("hosp", "physician")) {
            assertThat(
                            hospital.refusal(
                                    "nora",
                                    "SET ROLE " + group,
                                    "SELECT * FROM " + schema + ".patients"))
                    .isEqualTo("42501");
        }
        if (!canRefuse && group.equals("sp_role_nurse")) {
            try (Connection nora = hospital.as("nora");
                    Statement statement = nora.createStatement()) {
                statement.execute("SET ROLE " + group);
                assertThat(
                                Hospital.rows(
                                        nora,
                                        "SELECT count(*), max(clinic_id) FROM nurse.patients"))
                        .containsExactly("40|1");
            }
        }
    }

    @Test
    void switchingRowSecurityOffSwitchesTheAnswerOff() throws SQLException {
        assertThat(
                        hospital.refusal(
                                "nora", "SET row_security = off", "SELECT * FROM nurse.patients"))
                .isEqualTo("42501");
    }

    @Test
    void lensesAreNobodysAndOwnNoTable() throws SQLException {
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_auth_members WHERE roleid::regrole::text"
                                        + " LIKE 'sp_lens_%' OR member::regrole::text LIKE"
                                        + " 'sp_lens_%'"))
                .containsExactly("0");
        assertThat(
                        hospital.adminSees(
                                "SELECT relkind FROM pg_class WHERE relowner::regrole::text LIKE"
                                        + " 'sp_lens_%' GROUP BY 1"))
                .containsExactly("v");
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_class WHERE relowner::regrole::text LIKE"
                                        + " 'sp_role_%'"))
                .containsExactly("0");
    }

    @Test
    void accountsHaveNoPowerAndNoDirectRight() throws SQLException {
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_roles WHERE rolname IN ('nora', 'omar')"
                                        + " AND (rolsuper OR rolcreaterole OR rolcreatedb OR"
                                        + " rolreplication OR rolbypassrls OR rolconnlimit < 0)"))
                .containsExactly("0");
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_class c, aclexplode(c.relacl) a WHERE"
                                        + " a.grantee = 'nora'::regrole"))
                .containsExactly("0");
        assertThat(hospital.refusal("nora", "SELECT 1")).isEqualTo("none");
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_authid WHERE rolname = 'nora' AND"
                                        + " rolpassword LIKE 'SCRAM-SHA-256$4096:%'"))
                .containsExactly("1");
    }
}
