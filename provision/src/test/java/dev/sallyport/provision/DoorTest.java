package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.ConsoleRole;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each person of the sample hospital sees with their own account and nothing between. */
@ParameterizedClass
@EnumSource(PostgresRelease.class)
final class DoorTest {
    private static final String NO_RIGHT = "42501";
    private static final String NO_TABLE = "42P01";

    /** Opened before the first test of each release. */
    @SuppressWarnings("NullAway.Init")
    private static Hospital hospital;

    private final PostgresRelease release;

    DoorTest(PostgresRelease release) {
        this.release = release;
    }

    @BeforeParameterizedClassInvocation
    static void open(PostgresRelease release) throws SQLException, IOException {
        hospital = new Hospital(release).withDoor();
    }

    @Test
    void applyThenPlanIsEmpty() throws IOException {
        Plan again = hospital.plan(Hospital.policy());

        assertThat(again.sentences()).isEmpty();
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.summary()).startsWith("No changes.");
    }

    @Test
    void saysWhoRulesEverybodyWhereCreateroleDoes() throws SQLException, IOException {
        hospital.asAdmin("CREATE ROLE helpdesk CREATEROLE");
        try {
            String summary =
                    hospital.plan(Hospital.policy("nora, role: nurse", "nora, role: analyst"))
                            .summary();

            if (release.compareTo(PostgresRelease.POSTGRES_16) < 0) {
                assertThat(summary).contains("CREATEROLE become any person").contains(": helpdesk");
            } else {
                assertThat(summary).doesNotContain("CREATEROLE");
            }
        } finally {
            hospital.asAdmin("DROP ROLE helpdesk");
        }
    }

    /** LINT-27 of the attack corpus. */
    @Test
    void refusesToShowWhatIsComputedFromAMaskedColumn() throws SQLException, IOException {
        hospital.asAdmin(
                "ALTER TABLE hosp.patients ADD ssn_digits text GENERATED ALWAYS AS (replace(ssn,"
                        + " '-', '')) STORED");
        try {
            assertThat(
                            hospital.problems(
                                    Hospital.policy(
                                            "    zip: phi.zip",
                                            "    zip: phi.zip\n    ssn_digits: ops.key")))
                    .anyMatch(p -> p.startsWith("SP3003 20-roles.yaml:") && p.contains("`nurse`"))
                    .allMatch(p -> p.contains("`ssn_digits` is computed from `ssn`"));
        } finally {
            hospital.asAdmin("ALTER TABLE hosp.patients DROP COLUMN ssn_digits");
        }
    }

    @Test
    void showsANurseHerClinicWithMaskedNumbers() throws SQLException {
        assertThat(hospital.sees("nora", "SELECT DISTINCT clinic_id FROM patients"))
                .containsExactly("1");
        assertThat(hospital.sees("nora", "SELECT count(*) FROM patients")).containsExactly("40");
        assertThat(hospital.sees("nora", "SELECT ssn FROM patients WHERE id = 10"))
                .containsExactly("***-**-0010");
        assertThat(
                        hospital.sees(
                                "nora",
                                "SELECT count(*), max(clinic_id) FROM encounters WHERE id <= 400"))
                .containsExactly("40|1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ssn FROM patients",
                "SELECT ssn::text FROM patients",
                "SELECT ssn || '' FROM patients",
                "SELECT p FROM patients p",
                "SELECT p::text FROM patients p",
                "SELECT row_to_json(p) FROM patients p",
                "SELECT to_jsonb(p) ->> 'ssn' FROM patients p",
                "SELECT json_agg(p) FROM patients p",
                "SELECT string_agg(ssn, ',') FROM patients",
                "SELECT array_agg(ssn) FROM patients",
                "SELECT * FROM patients",
                "TABLE patients",
                "WITH p AS (SELECT * FROM patients) SELECT ssn FROM p",
                "SELECT min(ssn) FROM patients",
                "SELECT (SELECT p.ssn FROM patients p WHERE p.id = q.id) FROM patients q",
                "SELECT ssn FROM patients ORDER BY ssn DESC"
            })
    void masksInEveryProjection(String sql) throws SQLException {
        assertThat(String.join("\n", hospital.sees("nora", sql)))
                .doesNotContainPattern("\\d{3}-11-\\d{4}")
                .contains("***-**-0010");
    }

    @Test
    void masksBindPredicatesToo() throws SQLException {
        assertThat(hospital.sees("nora", "SELECT id FROM patients WHERE ssn LIKE '110%'"))
                .isEmpty();
        assertThat(hospital.sees("nora", "SELECT id FROM patients WHERE ssn = '***-**-0010'"))
                .containsExactly("10");
    }

    @Test
    void aPlanKeptFromBeforeEndsWithTheRole() throws SQLException {
        try (Connection nora = hospital.as("nora");
                Statement statement = nora.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE kept AS SELECT count(*) FROM patients");
            assertThat(Hospital.rows(nora, "EXECUTE kept")).containsExactly("40");

            hospital.asAdmin(
                    "CREATE TABLE kept AS SELECT until FROM sp.held WHERE login = 'nora';"
                            + " UPDATE sp.held SET until = clock_timestamp() WHERE login = 'nora'");

            assertThat(Hospital.rows(nora, "EXECUTE kept")).containsExactly("0");
        } finally {
            hospital.asAdmin(
                    "UPDATE sp.held SET until = (SELECT until FROM kept) WHERE login = 'nora';"
                            + " DROP TABLE kept");
        }
    }

    @Test
    void refusesWhatNoRoleIncludes() throws SQLException {
        assertThat(hospital.refusal("nora", "SELECT * FROM mental_health_notes"))
                .isEqualTo(NO_TABLE);
        assertThat(hospital.refusal("nora", "SELECT * FROM hosp.mental_health_notes"))
                .isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "SELECT * FROM hosp.patients")).isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "SELECT * FROM analyst.patients")).isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "SELECT * FROM sp.held")).isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "SELECT * FROM sp.mine")).isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "SELECT sp.only('nurse', 'clinics')"))
                .isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "UPDATE patients SET phone = ''")).isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "DELETE FROM patients")).isEqualTo(NO_RIGHT);
        assertThat(hospital.refusal("nora", "CREATE TABLE nurse.x (y int)")).isEqualTo(NO_RIGHT);
    }

    @Test
    void showsAPhysicianThePatientsTheyTreat() throws SQLException {
        assertThat(hospital.sees("omar", "SELECT id FROM patients ORDER BY id"))
                .containsExactly(
                        "40", "50", "80", "100", "120", "150", "160", "200", "240", "250", "280",
                        "300", "320", "350", "360", "400");
        assertThat(hospital.sees("omar", "SELECT count(*) FROM diagnoses")).containsExactly("16");
    }

    @Test
    void letsAPhysicianWriteANoteOnTheirPatientsOnly() throws SQLException {
        assertThat(
                        hospital.refusal(
                                "omar",
                                "BEGIN",
                                "INSERT INTO encounters (patient_id, clinic_id, kind, notes)"
                                        + " VALUES (40, 1, 'visit', 'n')",
                                "ROLLBACK"))
                .isEqualTo("none");
        assertThat(
                        hospital.sees(
                                "omar",
                                "INSERT INTO encounters (patient_id, clinic_id, kind, notes)"
                                        + " VALUES (50, 2, 'visit', 'n') RETURNING physician_id"))
                .containsExactly("102");
        assertThat(
                        hospital.refusal(
                                "omar",
                                "INSERT INTO encounters (patient_id, clinic_id, kind, notes)"
                                        + " VALUES (41, 1, 'visit', 'n')"))
                .isEqualTo(NO_RIGHT);
        assertThat(
                        hospital.refusal(
                                "omar",
                                "INSERT INTO encounters (patient_id, clinic_id, physician_id,"
                                        + " kind) VALUES (40, 1, 110, 'visit')"))
                .isEqualTo(NO_RIGHT);
        assertThat(
                        hospital.refusal(
                                "omar",
                                "INSERT INTO encounters (patient_id, clinic_id, kind)"
                                        + " VALUES (40, 9, 'visit')"))
                .isEqualTo(NO_RIGHT);
    }

    @Test
    void letsANurseSignForNoPhysician() throws SQLException {
        assertThat(
                        hospital.sees(
                                "nora",
                                "INSERT INTO encounters (patient_id, kind) VALUES (10, 'visit')"
                                        + " RETURNING physician_id, clinic_id"))
                .containsExactly("null|1");
        assertThat(
                        hospital.refusal(
                                "nora",
                                "INSERT INTO encounters (patient_id, kind, physician_id)"
                                        + " VALUES (10, 'visit', 110)"))
                .isEqualTo(NO_RIGHT);
        assertThat(
                        hospital.refusal(
                                "nora",
                                "INSERT INTO encounters (patient_id, kind) VALUES (11, 'visit')"))
                .isEqualTo(NO_RIGHT);
    }

    @Test
    void showsBillingWholeNumbersOfItsClinicsAndNoNotes() throws SQLException {
        assertThat(hospital.sees("bella", "SELECT ssn, dob, zip3 FROM patients WHERE id = 290"))
                .containsExactly("390-11-0290|1949|281");
        assertThat(hospital.sees("bella", "SELECT DISTINCT clinic_id FROM patients ORDER BY 1"))
                .containsExactly("1", "2", "3");
        assertThat(hospital.refusal("bella", "SELECT * FROM encounters")).isEqualTo(NO_TABLE);
        assertThat(
                        hospital.refusal(
                                "bella",
                                "BEGIN",
                                "UPDATE invoices SET status = 'paid' WHERE patient_id = 10",
                                "ROLLBACK"))
                .isEqualTo("none");
        assertThat(hospital.refusal("bella", "UPDATE invoices SET amount = 0")).isEqualTo(NO_RIGHT);
    }

    @Test
    void showsAnAnalystEverybodyAndNobody() throws SQLException {
        assertThat(hospital.sees("ana", "SELECT count(*) FROM patients")).containsExactly("400");
        assertThat(
                        hospital.sees(
                                "ana",
                                "SELECT count(DISTINCT research_id), count(birth_year) < 400 FROM"
                                        + " patients"))
                .containsExactly("400|t");
        assertThat(hospital.sees("ana", "SELECT * FROM patients LIMIT 1").getFirst().split("\\|"))
                .hasSize(3);
        assertThat(hospital.refusal("ana", "SELECT last_name FROM patients")).isEqualTo("42703");
    }

    @Test
    void showsAnAuditorNothingAndANewcomerNoDoor() throws SQLException {
        assertThat(hospital.refusal("frank", "SELECT * FROM patients")).isEqualTo(NO_TABLE);
        assertThat(hospital.adminSees("SELECT count(*) FROM pg_roles WHERE rolname = 'newt'"))
                .containsExactly("0");
    }

    /** She administers Sallyport: that is a role of the console, and none of a database. */
    @Test
    void givesAnAdministratorOfTheConsoleNoAccount() throws IOException, SQLException {
        assertThat(Hospital.policy().console())
                .anyMatch(one -> one.role() == ConsoleRole.ADMINISTRATOR);
        assertThat(Hospital.people().people()).containsKey("ada");
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_roles WHERE rolname LIKE '%ada%'"
                                        + " OR rolname LIKE '%administrator%'"))
                .containsExactly("0");
    }

    @Test
    void neverMultipliesTwoRoles() throws SQLException {
        assertThat(hospital.sees("dual", "SELECT count(*) FROM nurse.patients"))
                .containsExactly("40");
        assertThat(hospital.sees("dual", "SELECT count(*) FROM analyst.patients"))
                .containsExactly("400");
        assertThat(hospital.refusal("dual", "SELECT last_name FROM analyst.patients"))
                .isEqualTo("42703");
    }
}
