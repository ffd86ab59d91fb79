package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.fastpath.FastpathArg;
import org.postgresql.util.PSQLException;

/** Whatever a person pretends, they stay who they are and see what they saw. */
final class ForgeryTest {
    /** By its role's name, so that it means the same whatever the search path has become. */
    private static final String SEEN = "SELECT * FROM nurse.patients ORDER BY id";

    private static final List<String> NAMES =
            List.of("sp_lens_nurse", "sp_lens_analyst", "sp_role_physician", "sp_definer", "omar");

    private final Hospital hospital = Hospital.open();

    @ParameterizedTest
    @EnumSource
    void changesNothingByAnySetting(Door door) throws SQLException {
        List<String> attacks = new ArrayList<>();
        Map<String, List<String>> values =
                Map.of(
                        "role", NAMES,
                        "session_authorization", NAMES,
                        "search_path", List.of("hosp", "pg_temp, hosp", "omar, physician, hosp"),
                        "row_security", List.of("off"),
                        "session_replication_role", List.of("replica"),
                        "is_superuser", List.of("on"),
                        "app.user", List.of("omar"),
                        "sallyport.login", List.of("omar"),
                        "sallyport.user", List.of("omar"),
                        "sp.person", List.of("omar"));
        values.forEach((name, tried) ->
                tried.forEach(value -> {
                    attacks.add("SET " + name + " = " + quoted(name, value));
                    attacks.add("SET LOCAL " + name + " = " + quoted(name, value));
                    attacks.add("SELECT set_config('%s', '%s', false)".formatted(name, value));
                    attacks.add(
                            "UPDATE pg_settings SET setting = '%s' WHERE name = '%s'"
                                    .formatted(value, name));
                }));
        for (String setting :
                List.of(
                        "allow_system_table_mods = on",
                        "local_preload_libraries = 'x'",
                        "session_preload_libraries = 'x'",
                        "dynamic_library_path = '/tmp'",
                        "check_function_bodies = off",
                        "default_transaction_read_only = off",
                        "application_name = 'sallyport'",
                        "standard_conforming_strings = off",
                        "client_encoding = 'SJIS'",
                        "debug_parallel_query = on",
                        "plan_cache_mode = force_generic_plan",
                        "backslash_quote = on",
                        "transform_null_equals = on",
                        "log_statement = 'all'")) {
            attacks.add("SET " + setting);
        }
        assertNothingChanges(door, attacks);
    }

    /** A search path is a list of names; everything else is one value. */
    private static String quoted(String name, String value) {
        return name.equals("search_path") ? value : "'" + value + "'";
    }

    @ParameterizedTest
    @EnumSource
    void changesNothingByAnotherIdentity(Door door) throws SQLException {
        List<String> attacks = new ArrayList<>(List.of("RESET ROLE", "SET ROLE NONE"));
        attacks.addAll(List.of("RESET SESSION AUTHORIZATION", "DISCARD ALL", "RESET ALL"));
        attacks.add("SET SESSION AUTHORIZATION DEFAULT");
        for (String name : NAMES) {
            attacks.add("SET ROLE " + name);
            attacks.add("SET LOCAL ROLE " + name);
            attacks.add("SET SESSION AUTHORIZATION " + name);
            attacks.add("GRANT " + name + " TO nora");
            attacks.add("ALTER ROLE " + name + " LOGIN PASSWORD 'x'");
        }
        attacks.add("SET ROLE postgres");
        attacks.add("SET SESSION AUTHORIZATION postgres");
        assertNothingChanges(door, attacks);
    }

    @ParameterizedTest
    @EnumSource
    void changesNothingByAThingOfTheSameName(Door door) throws SQLException {
        assertNothingChanges(
                door,
                List.of(
                        "CREATE TEMP TABLE patients (ssn text)",
                        "CREATE TEMP VIEW patients AS SELECT 1 AS ssn",
                        "SELECT 1 AS ssn INTO TEMP patients",
                        "CREATE TABLE pg_temp.patients AS SELECT 1",
                        "CREATE SCHEMA nora",
                        "CREATE TABLE public.patients (ssn text)",
                        "CREATE TABLE nurse.patients2 (ssn text)",
                        "CREATE VIEW nurse.v AS SELECT * FROM hosp.patients",
                        "CREATE FUNCTION pg_temp.holds(text) RETURNS bool RETURN true",
                        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                        "CREATE OPERATOR public.= (FUNCTION = texteq, LEFTARG = text, RIGHTARG ="
                                + " text)",
                        "CREATE RULE r AS ON SELECT TO nurse.patients DO INSTEAD SELECT 1",
                        "CREATE POLICY p ON hosp.patients USING (true)",
                        "CREATE TRIGGER t BEFORE INSERT ON nurse.encounters EXECUTE FUNCTION f()"));
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWouldOpenAnotherWay(Door door) throws SQLException {
        for (String sql :
                List.of(
                        "DO $$ BEGIN EXECUTE 'SET ROLE omar'; END $$",
                        "DO LANGUAGE sql $$ SELECT 1 $$",
                        "GRANT sp_role_physician TO nora",
                        "GRANT SELECT ON hosp.patients TO nora",
                        "ALTER ROLE nora SUPERUSER",
                        "ALTER ROLE nora BYPASSRLS",
                        "CREATE ROLE intruder LOGIN",
                        "ALTER TABLE hosp.patients DISABLE ROW LEVEL SECURITY",
                        "ALTER VIEW nurse.patients OWNER TO nora",
                        "ALTER VIEW nurse.patients RESET (security_barrier)",
                        "DROP VIEW nurse.patients",
                        "DROP OWNED BY sp_lens_nurse",
                        "REASSIGN OWNED BY sp_lens_nurse TO nora",
                        "SELECT pg_read_file('/etc/passwd')",
                        "SELECT pg_read_binary_file('PG_VERSION')",
                        "SELECT pg_ls_dir('.')",
                        "COPY clinics FROM PROGRAM 'id'",
                        "COPY (SELECT 1) TO '/tmp/sallyport-stolen'",
                        "COPY hosp.patients TO STDOUT",
                        "SELECT lo_import('/etc/passwd')",
                        "SELECT lo_export(1, '/tmp/sallyport-stolen')",
                        "CREATE EXTENSION dblink",
                        "LOAD 'plpgsql'",
                        "ALTER SYSTEM SET log_statement = 'all'",
                        "SELECT pg_reload_conf()",
                        "EXPLAIN SELECT * FROM hosp.patients",
                        "EXPLAIN ANALYZE SELECT * FROM hosp.mental_health_notes",
                        "PREPARE p AS SELECT * FROM hosp.patients",
                        "DECLARE c CURSOR WITH HOLD FOR SELECT * FROM hosp.patients",
                        "LOCK TABLE hosp.patients",
                        "ANALYZE hosp.patients; SELECT 1/0",
                        "TRUNCATE hosp.encounters",
                        "SELECT * FROM pg_authid",
                        "SELECT * FROM pg_shadow",
                        "SELECT * FROM pg_statistic",
                        "SELECT * FROM pg_hba_file_rules",
                        "SELECT * FROM sp.mine",
                        "UPDATE sp.held SET role = 'physician'",
                        "UPDATE sp.held SET attributes = '{}'",
                        "SELECT nextval('hosp.encounters_id_seq')",
                        "SELECT query_to_xml('SELECT * FROM patients', true, true, '')",
                        "SELECT pg_terminate_backend(pg_backend_pid()) FROM hosp.patients",
                        "COMMENT ON VIEW nurse.patients IS 'mine'",
                        "SECURITY LABEL ON ROLE nora IS 'x'")) {
            try (Connection nora = Way.SIMPLE.connect(hospital, door, "nora")) {
                assertThat(Way.SIMPLE.ask(nora, sql))
                        .as(door + " " + sql)
                        .isInstanceOf(Way.Seen.Refusal.class);
            }
        }
        assertNothingChanges(door, List.of());
    }

    /** A role can always change its own password, so here the gateway alone stands. */
    @Test
    void refusesANewPasswordOfOnesOwn() throws SQLException {
        for (String sql :
                List.of(
                        "ALTER ROLE nora PASSWORD 'mine'",
                        "ALTER USER CURRENT_USER WITH PASSWORD 'mine'",
                        "/* a */ alter -- b\n role session_user encrypted password 'mine'",
                        "SELECT 1; ALTER ROLE nora PASSWORD 'mine'",
                        "ALTER ROLE nora SET search_path = hosp",
                        "ALTER ROLE nora VALID UNTIL 'infinity'")) {
            for (Way way : List.of(Way.SIMPLE, Way.EXTENDED_TEXT, Way.NAMED_STATEMENT)) {
                try (Connection nora = way.connect(hospital, Door.GATEWAY, "nora")) {
                    assertThat(way.ask(nora, sql))
                            .as(way + " " + sql)
                            .isInstanceOfSatisfying(
                                    Way.Seen.Refusal.class,
                                    told -> assertThat(told.message()).startsWith("SP2044 "));
                }
            }
        }
        assertNothingChanges(Door.NATIVE, List.of());
    }

    @ParameterizedTest
    @EnumSource
    void changesNothingByStartupOptions(Door door) throws SQLException {
        List<String> before = hospital.sees(door, "nora", SEEN);
        for (String options :
                List.of(
                        "-c search_path=hosp",
                        "-c row_security=off",
                        "-c role=sp_lens_nurse",
                        "-c session_authorization=omar",
                        "-c session_replication_role=replica",
                        "-c app.user=omar -c sallyport.login=omar",
                        "-c is_superuser=on",
                        "-c standard_conforming_strings=off",
                        "-P",
                        "--role=omar")) {
            try (Connection nora = hospital.connect(door, "nora", "options", options)) {
                assertThat(Rows.of(nora, SEEN)).as(options).isEqualTo(before);
                assertThat(Rows.of(nora, "SELECT session_user, current_user"))
                        .containsExactly("nora|nora");
            } catch (PSQLException refused) {
                assertThat(refused.getSQLState()).as(options).isNotEqualTo("08001");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsNothingOfUnseenRowsByErrorsOrStatistics(Door door) throws SQLException {
        try (Connection nora = Way.SIMPLE.connect(hospital, door, "nora")) {
            for (String sql :
                    List.of(
                            "SELECT count(1 / (clinic_id - 9)) FROM patients",
                            "SELECT count(*) FROM patients WHERE 1 / (clinic_id - 9) < 0",
                            "SELECT count(*) FROM patients WHERE 1 / (id - 9) > 5",
                            "SELECT count(*) FROM encounters WHERE 1 / (clinic_id - 9) > 5")) {
                assertThat(Way.SIMPLE.ask(nora, sql)).as(sql).isInstanceOf(Way.Seen.Rows.class);
            }
        }
        String values =
                String.join(
                        "\n",
                        Stream.of(
                                        "SELECT s::text FROM pg_stats s WHERE schemaname IN ('hosp',"
                                                + " 'nurse', 'analyst', 'sp')",
                                        "SELECT s::text FROM pg_stats_ext s",
                                        "SELECT s::text FROM pg_stats_ext_exprs s")
                                .flatMap(sql -> sees(door, sql).stream())
                                .toList());
        assertThat(values).isEmpty();
    }

    private List<String> sees(Door door, String sql) {
        try {
            return hospital.sees(door, "nora", sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsNobodyWhatOthersRun(Door door) throws SQLException {
        try (Connection omar = hospital.connect(door, "omar");
                Statement statement = omar.createStatement()) {
            statement.execute("SELECT 'a name that only omar knows'");
            assertThat(
                            hospital.sees(
                                    door,
                                    "nora",
                                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%only"
                                            + " omar%' AND pid <> pg_backend_pid()"))
                    .containsExactly("0");
        }
    }

    /** The oldest way of the protocol to run a function, with no SQL to be judged. */
    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("deprecation") // What is old is still open.
    void runsNoFunctionPastTheStatements(Door door) throws SQLException {
        int function =
                Integer.parseInt(
                        hospital.truth("SELECT 'pg_read_file(text)'::regprocedure::oid")
                                .getFirst());
        try (Connection nora = hospital.connect(door, "nora")) {
            var fastpath = nora.unwrap(PGConnection.class).getFastpathAPI();
            assertThatThrownBy(() ->
                            fastpath.fastpath(
                                    function,
                                    new FastpathArg[] {
                                        new FastpathArg(
                                                "/etc/passwd"
                                                        .getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8))
                                    }))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> assertThat(e.getSQLState()).isIn("42501", "0A000"));
            assertThat(Rows.of(nora, "SELECT 1")).containsExactly("1");
        }
    }

    /** Each attack in a session of its own, committed if it can be. */
    private void assertNothingChanges(Door door, List<String> attacks) throws SQLException {
        List<String> before = hospital.sees(door, "nora", SEEN);
        assertThat(before).hasSizeGreaterThan(5);
        for (String attack : attacks) {
            try (Connection nora = hospital.connect(door, "nora", "preferQueryMode", "simple")) {
                nora.setAutoCommit(!attack.contains(" LOCAL "));
                attempt(nora, attack);
                assertThat(stillSees(nora)).as(attack).isIn(allowed(attack, before));
            }
        }
        for (Door either : Door.values()) {
            assertThat(hospital.sees(either, "nora", SEEN)).isEqualTo(before);
            assertThat(hospital.sees(either, "nora", "SELECT session_user, current_user"))
                    .containsExactly("nora|nora");
        }
    }

    /** Without row security PostgreSQL shows no rows at all rather than all of them. */
    private static List<List<String>> allowed(String attack, List<String> before) {
        return attack.contains("row_security")
                ? List.of(before, List.of("42501"))
                : List.of(before, List.of("ended"));
    }

    private static void attempt(Connection nora, String attack) throws SQLException {
        try (Statement statement = nora.createStatement()) {
            statement.execute(attack);
        } catch (PSQLException refused) {
            if (!nora.isClosed() && !nora.getAutoCommit()) {
                nora.rollback();
            }
        }
    }

    /** The gateway ends a session in which a setting it stands on was changed. */
    private static List<String> stillSees(Connection nora) throws SQLException {
        try {
            assertThat(Rows.of(nora, "SELECT session_user, current_user"))
                    .containsExactly("nora|nora");
            assertThatThrownBy(() -> Rows.of(nora, "SELECT * FROM hosp.patients"))
                    .isInstanceOf(PSQLException.class);
            if (!nora.getAutoCommit()) {
                nora.rollback();
            }
            return Rows.of(nora, SEEN);
        } catch (PSQLException e) {
            if (nora.isClosed()) {
                return List.of("ended");
            }
            return List.of(String.valueOf(e.getSQLState()));
        }
    }
}
