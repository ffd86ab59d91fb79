package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.provision.drift.Attribution;
import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.provision.drift.Reversal;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was broken behind our back is seen, put right, and then nothing is left to say or to do. */
final class DriftRevertTest {
    private static Hospital hospital;
    private static BaselineKeeper keeper;
    private static DriftWatch watch;
    private static Policy policy;

    @BeforeAll
    static void open() throws SQLException, IOException {
        keeper = new BaselineKeeper("a key".getBytes(StandardCharsets.UTF_8), "ehr");
        hospital = new Hospital(PostgresRelease.NEWEST, keeper);
        hospital.asAdmin(
                "CREATE ROLE mallory SUPERUSER LOGIN PASSWORD 'mallory';"
                        + " CREATE ROLE portal; GRANT USAGE ON SCHEMA hosp TO portal;"
                        + " GRANT SELECT ON hosp.clinics TO portal");
        hospital.withDoor();
        assertThat(hospital.provisioner.revert(Attribution.statements()))
                .isInstanceOf(Applied.Done.class);
        policy = Hospital.policy();
        watch = new DriftWatch(hospital.target, keeper, Duration.ZERO);
        assertThat(look().findings()).isEmpty();
    }

    @AfterAll
    static void close() {
        watch.close();
    }

    /** Each kind of thing in schema {@code sp}, and the schema. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER SCHEMA sp OWNER TO mallory",
                "GRANT USAGE ON SCHEMA sp TO portal",
                "GRANT CREATE ON SCHEMA sp TO PUBLIC",
                "ALTER TABLE sp.held OWNER TO mallory",
                "GRANT SELECT ON sp.held TO portal",
                "GRANT INSERT ON sp.held TO sp_person",
                "GRANT UPDATE (until) ON sp.held TO PUBLIC",
                "ALTER TABLE sp.noted OWNER TO mallory",
                "DROP TABLE sp.noted",
                "ALTER TABLE sp.ending ADD COLUMN more int",
                "GRANT SELECT ON sp.baseline TO PUBLIC",
                "CREATE VIEW sp.more AS SELECT * FROM sp.held",
                "CREATE FUNCTION sp.more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER FUNCTION sp.only(text, text) OWNER TO mallory",
                "ALTER FUNCTION sp.only(text, text) LEAKPROOF",
                "ALTER FUNCTION sp.only(text, text) SET search_path = hosp",
                "GRANT EXECUTE ON FUNCTION sp.only(text, text) TO PUBLIC",
                "REVOKE EXECUTE ON FUNCTION sp.only(text, text) FROM sp_person",
                "CREATE OR REPLACE FUNCTION sp.note() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN END'",
                "GRANT SELECT ON sp.mine TO PUBLIC",
                "ALTER VIEW sp.mine OWNER TO mallory",
                "ALTER VIEW sp.mine SET (security_invoker = true)",
                "CREATE TRIGGER spy BEFORE INSERT ON sp.held FOR EACH ROW EXECUTE FUNCTION"
                        + " suppress_redundant_updates_trigger()",
                "CREATE RULE spy AS ON DELETE TO sp.held DO INSTEAD NOTHING",
                "UPDATE sp.made SET live = live || 'x'",
                "DELETE FROM sp.made",
                "DELETE FROM sp.held"
            })
    void isPutRightInSchemaSp(String sql) throws SQLException, IOException {
        isPutRight(sql);
    }

    /** Every item of hardening, given back to everybody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
                "GRANT TEMPORARY ON DATABASE template1 TO PUBLIC",
                "GRANT CREATE ON SCHEMA public TO PUBLIC",
                "GRANT USAGE ON SCHEMA public TO PUBLIC",
                "GRANT USAGE ON LANGUAGE sql TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION pg_sleep(double precision) TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION pg_notify(text, text) TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION lo_creat(int) TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION query_to_xml(text, boolean, boolean, text) TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE hosp_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC"
            })
    void isPutRightInHardening(String sql) throws SQLException, IOException {
        isPutRight(sql);
    }

    /**
     * One of each kind of thing that has a name: the name goes back, and with it all that hangs on
     * it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE nora RENAME TO norah|role nora",
                "ALTER ROLE sp_role_nurse RENAME TO theirs|role sp_role_nurse",
                "ALTER ROLE sp_lens_nurse RENAME TO theirs|role sp_lens_nurse",
                "ALTER ROLE sp_person RENAME TO theirs|role sp_person",
                "ALTER ROLE sp_definer RENAME TO theirs|role sp_definer",
                "ALTER TABLE hosp.patients RENAME TO people|table hosp.patients",
                "ALTER TABLE hosp.patients SET SCHEMA public|table hosp.patients",
                "ALTER TABLE hosp.patients RENAME ssn TO zip2|column hosp.patients.ssn",
                "ALTER SCHEMA hosp RENAME TO clinic|schema hosp",
                "ALTER SCHEMA sp RENAME TO shelf|schema sp",
                "ALTER SCHEMA nurse RENAME TO nurses|schema nurse",
                "ALTER VIEW nurse.patients RENAME TO people|view nurse.patients",
                "ALTER TABLE sp.held RENAME TO kept|table sp.held",
                "ALTER FUNCTION sp.only(text, text) RENAME TO any_of|function sp.only(text, text)",
                "ALTER POLICY sp_lens_nurse_see ON hosp.patients RENAME TO more|policy"
                        + " sp_lens_nurse_see on hosp.patients"
            })
    void isRenamedBack(String both) throws SQLException, IOException {
        String[] words = both.split("\\|", 2);
        hospital.asAdmin(words[0]);
        Look look = look();
        Finding finding = look.findings().getFirst();
        assertThat(finding.object()).isEqualTo(words[1]);
        assertThat(finding.after()).startsWith("renamed to ");

        clearTheWay(look);

        assertThat(look().findings()).isEmpty();
        assertThat(hospital.plan(policy).sentences()).isEmpty();
    }

    private static void clearTheWay(Look look) {
        look.findings().stream()
                .filter(look::isInTheWay)
                .map(look::reversal)
                .map(Reversal.Statements.class::cast)
                .forEach(DriftRevertTest::undo);
    }

    private static void undo(Reversal.Statements undo) {
        assertThat(hospital.provisioner.revert(undo.sql())).isInstanceOf(Applied.Done.class);
    }

    @Test
    void leavesTheNameOfAStrangerAloneAndTakesNoteOfIt() throws SQLException {
        hospital.asAdmin("ALTER ROLE portal RENAME TO gate");
        Look look = look();

        assertThat(look.findings())
                .extracting(look::reversal)
                .singleElement()
                .isInstanceOfSatisfying(
                        Reversal.Refused.class,
                        refused ->
                                assertThat(refused.sql())
                                        .containsExactly(
                                                "ALTER ROLE \"gate\" RENAME TO \"portal\""));

        keeper.note(hospital.target, look, look.findings().getFirst());
        assertThat(look().findings()).isEmpty();
        hospital.asAdmin("ALTER ROLE gate RENAME TO portal");
        Look back = look();
        keeper.note(hospital.target, back, back.findings().getFirst());
        assertThat(look().findings()).isEmpty();
    }

    /** One of each kind of thing Sallyport makes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE sp_lens_nurse LOGIN",
                "ALTER ROLE nora CREATEROLE",
                "ALTER ROLE nora PASSWORD 'mine'",
                "GRANT sp_lens_nurse TO nora",
                "REVOKE sp_role_nurse FROM nora",
                "ALTER ROLE nora SET search_path = hosp",
                "ALTER TABLE sp.held ADD COLUMN more int",
                "ALTER FUNCTION sp.only(text, text) SECURITY INVOKER",
                "CREATE OR REPLACE VIEW sp.mine AS SELECT role, attributes FROM sp.held",
                "CREATE OR REPLACE VIEW nurse.clinics AS SELECT 0 AS id, name FROM hosp.clinics",
                "DROP VIEW nurse.diagnoses",
                "ALTER TABLE hosp.staff DISABLE ROW LEVEL SECURITY",
                "ALTER POLICY sp_lens_nurse_see ON hosp.patients USING (true)",
                "DROP POLICY sp_lens_nurse_see ON hosp.encounters",
                "GRANT SELECT (ssn) ON hosp.patients TO sp_role_nurse",
                "REVOKE SELECT ON nurse.patients FROM sp_role_nurse",
                "GRANT SELECT ON hosp.patients TO PUBLIC",
                "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE hosp_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
                "UPDATE sp.held SET until = 'infinity' WHERE login = 'nora'",
                "UPDATE sp.held SET attributes = '{\"clinics\": \"{1,2,3}\"}' WHERE login = 'nora'"
            })
    void isPutRightByThePlan(String sql) throws SQLException, IOException {
        isPutRight(sql);
    }

    private static void isPutRight(String sql) throws SQLException, IOException {
        hospital.asAdmin(sql);
        Look look = look();
        assertThat(look.findings()).isNotEmpty();

        clearTheWay(look);
        hospital.apply(policy);
        Look left = look();
        left.findings().stream()
                .map(left::reversal)
                .map(Reversal.Statements.class::cast)
                .forEach(DriftRevertTest::undo);

        assertThat(look().findings()).isEmpty();
        assertThat(hospital.plan(policy).sentences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELECT ON hosp.patients TO portal",
                "GRANT UPDATE (zip) ON hosp.patients TO portal WITH GRANT OPTION",
                "REVOKE SELECT ON hosp.clinics FROM portal",
                "GRANT SELECT ON hosp.clinics TO portal WITH GRANT OPTION",
                "CREATE TRIGGER spy AFTER INSERT ON hosp.patients FOR EACH ROW EXECUTE FUNCTION"
                        + " suppress_redundant_updates_trigger()",
                "CREATE RULE spy AS ON INSERT TO hosp.patients DO ALSO NOTHING",
                "CREATE POLICY theirs ON hosp.patients TO portal USING (true)",
                "ALTER TABLE hosp.patients OWNER TO mallory",
                "CREATE VIEW hosp.leak AS SELECT ssn FROM hosp.patients"
            })
    void isUndoneStatementByStatement(String sql) throws SQLException, IOException {
        hospital.asAdmin(sql);
        Look look = look();

        for (Finding finding : look.findings()) {
            assertThat(look.reversal(finding)).isInstanceOf(Reversal.Statements.class);
            if (look.reversal(finding) instanceof Reversal.Statements(List<String> statements)) {
                assertThat(hospital.provisioner.revert(statements))
                        .isInstanceOf(Applied.Done.class);
            }
        }

        assertThat(look.findings()).isNotEmpty();
        assertThat(look().findings()).isEmpty();
        assertThat(hospital.plan(policy).sentences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE portal BYPASSRLS|ALTER ROLE \"portal\" NOBYPASSRLS",
                "GRANT pg_read_all_data TO portal|REVOKE \"pg_read_all_data\" FROM \"portal\"",
                "CREATE EXTENSION pg_trgm|DROP EXTENSION \"pg_trgm\"",
                "ALTER TABLE hosp.patients ADD nickname text|ALTER TABLE \"hosp\".\"patients\" DROP"
                        + " COLUMN \"nickname\"",
                "CREATE TABLE sp.more (id int)|DROP TABLE \"sp\".\"more\"",
                "CREATE TABLE hosp.more (id int)|DROP TABLE \"hosp\".\"more\""
            })
    void isLeftToAnAdministratorWithTheStatement(String both) throws SQLException {
        String[] words = both.split("\\|", 2);
        hospital.asAdmin(words[0]);
        Look look = look();

        assertThat(look.findings())
                .extracting(look::reversal)
                .singleElement()
                .isInstanceOfSatisfying(
                        Reversal.Refused.class,
                        refused -> assertThat(refused.sql()).containsExactly(words[1]));

        hospital.asAdmin(words[1]);
        for (Finding touched : look().findings()) {
            assertThat(look().reversal(touched)).isInstanceOf(Reversal.Nothing.class);
            keeper.note(hospital.target, look(), touched);
        }
        assertThat(look().findings()).isEmpty();
    }

    @Test
    void seesThatWhatHardeningTookIsForgotten() throws SQLException {
        hospital.asAdmin("CREATE TABLE kept AS SELECT * FROM sp.taken; DELETE FROM sp.taken");
        assertThat(look().findings())
                .extracting(Finding::object)
                .contains("Sallyport's own list of what it took");
        hospital.asAdmin("INSERT INTO sp.taken SELECT * FROM kept; DROP TABLE kept");
        assertThat(look().findings()).isEmpty();
    }

    @Test
    void knowsWhoChangedADefinition() throws SQLException {
        try (Connection mallory = hospital.postgres.as("mallory", "mallory", hospital.database);
                Statement statement = mallory.createStatement()) {
            statement.execute("SET application_name = 'psql'");
            statement.execute("GRANT SELECT ON hosp.patients TO portal");
        }

        assertThat(look().findings())
                .extracting(Finding::who)
                .containsExactly("mallory with psql, GRANT");
        hospital.asAdmin("REVOKE SELECT ON hosp.patients FROM portal");
    }

    @Test
    void keepsAnExceptionUntilItsDay() throws SQLException {
        hospital.asAdmin("GRANT SELECT ON hosp.clinics TO mallory");
        Finding finding = look().findings().getFirst();
        Instant day = Hospital.NOW.plus(Duration.ofDays(30));

        assertThat(keeper.accept(hospital.target, finding, "they asked", day)).isTrue();

        assertThat(look().findings()).isEmpty();
        assertThat(watch.tick(policy, day).findings()).containsExactly(finding);
        hospital.asAdmin("REVOKE SELECT ON hosp.clinics FROM mallory");
    }

    @Test
    void seesABaselineThatIsNotOurs() throws SQLException, IOException {
        look();
        hospital.asAdmin("CREATE TABLE kept AS SELECT * FROM sp.baseline");
        hospital.asAdmin("UPDATE sp.baseline SET content = content || 'x'");
        assertThat(look().findings())
                .extracting(Finding::after)
                .contains("not as Sallyport wrote it");
        hospital.asAdmin("DELETE FROM sp.baseline");
        assertThat(look().findings()).extracting(Finding::after).contains("gone");
        hospital.asAdmin("INSERT INTO sp.baseline SELECT * FROM kept");
        assertThat(look().findings()).isEmpty();

        hospital.asAdmin("ALTER ROLE nora SET search_path = hosp");
        hospital.apply(policy);
        assertThat(look().findings()).isEmpty();
        hospital.asAdmin("CREATE TABLE next AS SELECT * FROM sp.baseline");
        hospital.asAdmin("DELETE FROM sp.baseline; INSERT INTO sp.baseline SELECT * FROM kept");
        assertThat(look().findings()).extracting(Finding::after).contains("an older one put back");
        hospital.asAdmin("DELETE FROM sp.baseline; INSERT INTO sp.baseline SELECT * FROM next");
        hospital.asAdmin("DROP TABLE kept, next");
    }

    private static Look look() throws SQLException {
        return watch.tick(policy, Hospital.NOW);
    }
}
