package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.OwnPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of one session the next one on the same account can see: nothing. */
class AccountResetTest {
    @TempDir static Path folder;
    private static OwnPostgres postgres;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        postgres = OwnPostgres.start();
        try (Connection admin = postgres.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE ehr");
        }
        try (Connection admin = postgres.asAdmin("ehr");
                Statement statement = admin.createStatement()) {
            GatewayFixture.furnish(admin);
            statement.execute("CREATE SEQUENCE nurse.ticket");
            statement.execute("GRANT USAGE ON SEQUENCE nurse.ticket TO nora");
        }
        gateway =
                GatewayFixture.ofOneLoop(
                        UpstreamTarget.plain(GatewayFixture.loopback(postgres.port())), folder);
        gateway.apply(
                Hospital.nurse(folder, "channels: {listen: [\"left_*\"], payload: [\"left_*\"]}"));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TEMP TABLE notes(body text); INSERT INTO notes VALUES ('of another')",
                "CREATE TEMP TABLE gone(i int); DROP TABLE gone",
                "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "SET work_mem = '3MB'",
                "SET search_path = hosp",
                "SET TimeZone = 'Asia/Tokyo'",
                "SET statement_timeout = '9s'",
                "SET client_encoding = 'LATIN1'",
                "SET application_name = 'of another'",
                "SET my.secret = 'mrn 42'",
                "SET sallyport.purpose = 'research'",
                "SELECT set_config('my.secret', 'mrn 42', false)",
                "SELECT set_config('work_mem', '3MB', false)",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET ROLE nora",
                "PREPARE left_name AS SELECT 'mrn 42'",
                "DECLARE left_cursor CURSOR WITH HOLD FOR SELECT * FROM notes",
                "LISTEN left_channel",
                "LISTEN left_channel; NOTIFY left_channel, 'mrn 42'",
                "SELECT pg_advisory_lock(42)",
                "SELECT pg_advisory_lock_shared(1, 2)",
                "DO $$BEGIN PERFORM set_config('my.secret', 'mrn 42', false); END$$",
                "SELECT setseed(0.5)",
                "SELECT nextval('nurse.ticket')",
                "BEGIN; SELECT 1",
                "BEGIN; SELECT 1/0",
                "BEGIN; SET LOCAL work_mem = '3MB'; SAVEPOINT s",
                "COPY notes TO STDOUT",
            })
    void showsNothingOfASession(String sql) throws Exception {
        String afterHalf;
        try (Connection admin = postgres.asAdmin("ehr")) {
            Trace.ask(admin, "SELECT setseed(0.5)");
            afterHalf = Trace.ask(admin, "SELECT random()");
        }
        String clean;
        try (Connection fresh = nora("fresh " + sql.hashCode(), "simple")) {
            clean = Trace.ask(fresh, Trace.ALL).replaceAll("fresh -?[0-9]+", "it");
        }
        for (String mode : new String[] {"simple", "extended"}) {
            String name = mode + sql.hashCode();
            try (Connection nora = nora(name, mode);
                    Statement statement = nora.createStatement()) {
                statement.execute(sql);
            } catch (SQLException refused) {
                assertThat(refused.getMessage()).doesNotContain("SP4010");
            }
            for (int again = 0; again < 2; again++) {
                try (Connection next = nora(name, mode)) {
                    assertThat(Trace.ask(next, Trace.ALL).replace(name, "it")).isEqualTo(clean);
                    assertThat(Trace.ask(next, "SELECT count(*) FROM notes")).isEqualTo("1000");
                    assertThat(Trace.ask(next, "SELECT random()")).isNotEqualTo(afterHalf);
                    assertThatThrownBy(() -> Trace.ask(next, "SELECT lastval()"))
                            .hasMessageContaining("not yet defined");
                }
            }
        }
    }

    private static Connection nora(String name, String mode) throws SQLException {
        return Trace.connect(gateway, "nora", "ApplicationName", name, "preferQueryMode", mode);
    }

    @Test
    void theProofSeesWhatAResetDoesNotClear() throws Exception {
        // A portal of the extended protocol is a cursor, too.
        try (Connection admin =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:"
                                        + postgres.port()
                                        + "/ehr?preferQueryMode=simple",
                                "postgres",
                                "");
                Statement statement = admin.createStatement()) {
            String proof = AccountReset.Inspection.WHOLE.sql(0.5);
            statement.execute(AccountReset.RESET);
            assertThat(statement.executeQuery(proof).next()).isTrue();
            for (String dirt :
                    new String[] {
                        "SET work_mem = '3MB'",
                        "SET ROLE nora",
                        "SELECT pg_advisory_lock(1)",
                        "LISTEN left_channel",
                        "PREPARE left_name AS SELECT 1",
                        "DECLARE left_cursor CURSOR WITH HOLD FOR SELECT 1",
                    }) {
                statement.execute(dirt);
                assertThat(statement.executeQuery(proof).next()).as(dirt).isFalse();
                statement.execute(AccountReset.RESET);
                assertThat(statement.executeQuery(proof).next()).as(dirt).isTrue();
            }
            statement.execute("CREATE EXTENSION dblink");
            assertThat(statement.executeQuery(proof).next()).isFalse();
            statement.execute("DROP EXTENSION dblink");
            statement.execute("CREATE TEMP TABLE t(i int)");
            statement.execute(AccountReset.RESET);
            assertThat(statement.executeQuery(proof).next()).isFalse();
        }
    }
}
