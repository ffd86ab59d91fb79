package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Sessions of one person share few accounts, a transaction each, and none of them can tell. */
class PoolingTest {
    /** Accounts of one person. */
    private static final int ACCOUNTS = 2;

    /** Long enough for every turn on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String BACKEND = "SELECT pg_backend_pid()";

    @TempDir static Path own;
    @TempDir static Path folder;
    private static GatewayFixture database;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        database = GatewayFixture.start(own);
        gateway =
                GatewayFixture.ofOneLoop(
                        new UpstreamTarget(
                                List.of(GatewayFixture.loopback(RealPostgres.shared().port())),
                                UpstreamTls.disable(),
                                TargetRole.ANY,
                                PATIENCE,
                                ACCOUNTS),
                        folder);
        gateway.apply(Hospital.nurse(folder, "sessions: {pooling: transaction}"));
    }

    @AfterEach
    void nobodyIsLeft() {
        assertThat(Logged.soon(() -> gateway.server().sessions().people().isEmpty())).isTrue();
        // What is cut short in the middle of a statement is told to stop, and then stops.
        assertThat(Logged.soon(() -> SessionEndTest.backends("state <> 'idle'") == 0)).isTrue();
        assertThat(Leaks.found()).isEmpty();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        database.close();
    }

    private static String answer(RawClient client, String sql) throws Exception {
        RawClient.Frame row = client.ask(sql).get(1);
        return row.type() == 'D' ? row.text().substring(6) : row.field('M');
    }

    @Test
    void servesManySessionsByFewAccounts() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        Set<String> backends = new HashSet<>();
        for (int i = 0; i < 4 * ACCOUNTS; i++) {
            clients.add(gateway.rawNora());
        }
        for (int round = 0; round < 3; round++) {
            for (RawClient client : clients) {
                backends.add(answer(client, BACKEND));
            }
        }
        assertThat(gateway.server().list()).hasSize(4 * ACCOUNTS);
        assertThat(backends).hasSizeBetween(1, ACCOUNTS);
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void keepsAnAccountForATransactionAndMakesOthersWait() throws Exception {
        try (RawClient first = gateway.rawNora();
                RawClient second = gateway.rawNora();
                RawClient third = gateway.rawNora()) {
            first.ask("BEGIN");
            second.ask("BEGIN");
            String mine = answer(first, BACKEND);
            third.send(query(BACKEND));
            assertThat(answer(first, BACKEND)).isEqualTo(mine);
            first.ask("COMMIT");
            assertThat(third.untilReady().get(1).text()).endsWith(mine);
            second.ask("ROLLBACK");
        }
    }

    /** An account that breaks off in a row is in no pipeline of the session's. */
    @Test
    void keepsNothingOfARowThatEndsInTheMiddle() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (RawClient client = gateway.rawNora();
                    Connection admin = GatewayFixture.admin();
                    Statement statement = admin.createStatement()) {
                client.send(query("SELECT a.body, b.body FROM notes a, notes b, notes c"));
                assertThat(client.next().type()).isEqualTo('T');
                assertThat(client.next().type()).isEqualTo('D');
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE usename = 'nora' AND state = 'active'");
                if (round > 0) {
                    assertThatThrownBy(() -> client.until('Z')).isInstanceOf(IOException.class);
                }
            }
            assertThat(Logged.soon(() -> gateway.server().sessions().people().isEmpty())).isTrue();
        }
    }

    @Test
    void preparesAgainWhereAnotherAccountKnowsNothing() throws Exception {
        try (RawClient first = gateway.rawNora();
                RawClient second = gateway.rawNora()) {
            first.send(parse("s", "SELECT 'first '||$1"), sync());
            assertThat(first.typesUntilReady()).isEqualTo("1Z");
            second.send(parse("s", "SELECT 'second '||$1"), sync());
            assertThat(second.typesUntilReady()).isEqualTo("1Z");
            second.ask("BEGIN");
            for (int round = 0; round < 3; round++) {
                first.send(bind("", "s", "x"), execute(""), sync());
                assertThat(first.untilReady().get(1).text()).endsWith("first x");
                second.send(bind("", "s", "x"), execute(""), sync());
                assertThat(second.untilReady().get(1).text()).endsWith("second x");
            }
            first.ask("DEALLOCATE s");
            first.send(bind("", "s", "x"), execute(""), sync());
            assertThat(first.error().field('M')).contains("\"s\" does not exist");
            first.untilReady();
            second.ask("COMMIT");
            second.send(bind("", "s", "y"), execute(""), sync());
            assertThat(second.untilReady().get(1).text()).endsWith("second y");
        }
    }

    @Test
    void carriesSettingsFromAccountToAccount() throws Exception {
        try (RawClient first = gateway.rawNora();
                RawClient second = gateway.rawNora()) {
            first.ask("SET work_mem = '7MB'");
            first.ask("SET application_name = 'it''s \\mine'");
            for (int round = 0; round < 3; round++) {
                assertThat(answer(second, "SHOW work_mem")).isNotEqualTo("7MB");
                second.ask("BEGIN");
                assertThat(answer(first, "SHOW work_mem")).isEqualTo("7MB");
                assertThat(answer(first, "SHOW application_name")).isEqualTo("it's \\mine");
                second.ask("ROLLBACK");
            }
            first.ask("BEGIN");
            first.ask("SET work_mem = '8MB'");
            first.ask("ROLLBACK");
            assertThat(answer(first, "SHOW work_mem")).isEqualTo("7MB");
            first.ask("RESET ALL");
            assertThat(answer(first, "SHOW work_mem")).isNotEqualTo("7MB");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LISTEN news",
                "CREATE TEMP TABLE t(a int)",
                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                "SELECT pg_advisory_lock(1)",
                "SELECT pg_catalog.pg_try_advisory_lock_shared(1)",
                "PREPARE p AS SELECT 1",
                "SELECT lastval()"
            })
    void refusesWhatWouldOutlastTheTransaction(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            RawClient.Frame error = nora.ask(sql).getFirst();
            assertThat(error.field('M')).startsWith("SP4070 ").contains("`pooling: transaction`");
            assertThat(error.field('C')).isEqualTo("0A000");
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        try (RawClient plain = database.rawNora()) {
            assertThat(plain.ask(sql).getLast().type()).isEqualTo('Z');
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_advisory_xact_lock(1)",
                "SET LOCAL a.b = 'y'",
                "SELECT set_config('a.b', 'c', true)",
                "UNLISTEN *",
                "DISCARD ALL",
                "SELECT pg_advisory_unlock_all()"
            })
    void runsWhatEndsWithTheTransaction(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            assertThat(nora.ask(sql).getLast().type()).isEqualTo('Z');
            RawClient.Frame first = nora.ask(sql).getFirst();
            assertThat(first.type()).as(first.text()).isNotEqualTo('E');
        }
    }

    @Test
    void keepsTheAccountOnWhichCodeHasLeftSomething() throws Exception {
        try (RawClient first = gateway.rawNora();
                RawClient second = gateway.rawNora()) {
            first.ask("DO $$BEGIN PERFORM pg_advisory_lock(77); END$$");
            String kept = answer(first, BACKEND);
            for (int round = 0; round < 3; round++) {
                assertThat(answer(second, BACKEND)).isNotEqualTo(kept);
                assertThat(answer(first, BACKEND)).isEqualTo(kept);
            }
            first.ask("SET a.b = 'c'");
            assertThat(answer(first, "SHOW a.b")).isEqualTo("c");
        }
        assertThat(Logged.soon(() -> SessionEndTest.backends("query LIKE '%a.b%'") == 0)).isTrue();
    }

    @Test
    void cancelsTheStatementThatIsMeantAndNoOther() throws Exception {
        try (Connection first = gateway.nora();
                Connection second = gateway.nora();
                Statement slow = first.createStatement();
                Statement other = second.createStatement()) {
            Thread canceller =
                    Thread.ofVirtual()
                            .start(() -> {
                                Logged.soon(() ->
                                        SessionEndTest.backends("wait_event = 'PgSleep'") == 1);
                                try {
                                    slow.cancel();
                                } catch (java.sql.SQLException failure) {
                                    throw new IllegalStateException(failure);
                                }
                            });
            assertThat(
                            org.assertj.core.api.Assertions.catchThrowable(
                                    () -> slow.execute("SELECT pg_sleep(30)")))
                    .hasMessageContaining("canceling statement");
            canceller.join();
            for (int i = 0; i < 20; i++) {
                other.execute("SELECT 1");
                slow.execute("SELECT 1");
                slow.cancel();
            }
        }
    }

    /** Nothing of the client's runs then, but something of ours may. */
    @Test
    void livesOnWhereACancelComesBehindAStatement() throws Exception {
        try (RawClient nora = gateway.raw()) {
            CancelKey key = CancelTest.signIn(nora, 0);
            for (int i = 0; i < 100; i++) {
                try (RawClient asking = gateway.raw()) {
                    byte[] cancel = RawClient.bytes(new CancelRequest(key));
                    assertThat(RawClient.types(nora.ask("SET work_mem = '" + (64 + i) + "kB'")))
                            .isEqualTo("CZ");
                    asking.send(cancel);
                    assertThat(asking.isClosed()).isTrue();
                }
            }
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @Test
    void saysSoWhereAllAccountsStayInUse() throws Exception {
        try (RawClient first = gateway.rawNora();
                RawClient second = gateway.rawNora();
                RawClient third = gateway.rawNora()) {
            first.ask("BEGIN");
            second.ask("BEGIN");
            third.send(query("SELECT 1"));
            RawClient.Frame error = third.error();
            assertThat(error.field('M'))
                    .isEqualTo(
                            "SP4071 all 2 accounts of yours stayed in use by your other sessions");
            assertThat(error.field('C')).isEqualTo("53300");
            assertThat(third.isClosed()).isTrue();
        }
    }

    @Test
    void endsEverySessionOfWhoeverLosesTheRight() throws Exception {
        try (RawClient resting = gateway.rawNora();
                RawClient running = gateway.rawNora()) {
            running.send(query("SELECT pg_sleep(60)"));
            assertThat(Logged.soon(() -> SessionEndTest.backends("wait_event = 'PgSleep'") == 1))
                    .isTrue();
            gateway.server()
                    .sessions()
                    .end(List.of("nora"), Problem.of(ProblemCode.SP4008, "over", "ask"));
            assertThat(resting.error().field('M')).startsWith("SP4008");
            assertThat(running.error().field('M')).startsWith("SP4008");
        }
    }

    @Test
    void livesOnWhereAnAccountAtRestIsEnded() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SET work_mem = '9MB'");
            try (Connection admin = GatewayFixture.admin();
                    Statement statement = admin.createStatement()) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE usename = 'nora'");
            }
            assertThat(Logged.soon(() -> SessionEndTest.backends("true") == 0)).isTrue();
            assertThat(answer(nora, "SHOW work_mem")).isEqualTo("9MB");
        }
    }

    @Test
    void carriesCopyAndPipelinesAndPortals() throws Exception {
        try (RawClient nora = gateway.rawNora();
                RawClient other = gateway.rawNora()) {
            nora.send(query("COPY notes FROM STDIN"));
            assertThat(nora.next().type()).isEqualTo('G');
            other.ask("SELECT 1");
            nora.send(new FrontendMessage.CopyFail("enough"));
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            nora.send(
                    query("BEGIN"),
                    parse("", "SELECT id FROM notes ORDER BY id LIMIT 4"),
                    bind("p", ""),
                    new FrontendMessage.Execute("p", 2),
                    sync());
            assertThat(nora.typesUntilReady()).isEqualTo("CZ");
            assertThat(nora.typesUntilReady()).isEqualTo("12DDsZ");
            other.ask("SELECT 1");
            nora.send(new FrontendMessage.Execute("p", 2), sync(), query("SELECT 1/0"));
            assertThat(nora.typesUntilReady()).isEqualTo("DDsZ");
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            nora.send(parse("z", "SELECT 1"), sync(), query("ROLLBACK"));
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            assertThat(nora.typesUntilReady()).isEqualTo("CZ");
        }
    }

    @Test
    void givesADriverThatPreparesWhatItGetsFromAnAccountOfItsOwn() throws Exception {
        try (Connection first = gateway.nora("prepareThreshold", "1", "autosave", "always");
                Connection second = gateway.nora("prepareThreshold", "1", "autosave", "always");
                Connection third = gateway.nora("preferQueryMode", "simple")) {
            for (int round = 0; round < 12; round++) {
                for (Connection one : List.of(first, second, third)) {
                    one.setAutoCommit(round % 2 == 0);
                    try (PreparedStatement select =
                            one.prepareStatement(
                                    (one.equals(second) ? "SELECT body, id" : "SELECT id, body")
                                            + " FROM notes WHERE id = ?")) {
                        select.setInt(1, round + 10);
                        try (ResultSet rows = select.executeQuery()) {
                            rows.next();
                            assertThat(rows.getInt("id")).isEqualTo(round + 10);
                        }
                    }
                    if (!one.getAutoCommit()) {
                        one.commit();
                    }
                }
            }
            assertThat(first.unwrap(PGConnection.class).getBackendPID()).isPositive();
        }
    }

    @Test
    void givesNobodyAnAccountOfSomebodyElse() throws Exception {
        String anchor = "    reason: Cares for the patients of their clinics.\n";
        gateway.apply(
                Hospital.changed(
                        folder,
                        "{person: omar, role: physician,",
                        "{person: omar, role: nurse,",
                        anchor,
                        anchor + "    sessions: {pooling: transaction}\n"));
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE omar LOGIN PASSWORD '" + GatewayFixture.SECRET + "'");
            try (RawClient nora = gateway.rawNora();
                    RawClient omar = gateway.raw()) {
                omar.signIn("omar", "demo", "ehr");
                for (int round = 0; round < 5; round++) {
                    assertThat(answer(nora, "SELECT session_user")).isEqualTo("nora");
                    assertThat(answer(omar, "SELECT session_user")).isEqualTo("omar");
                }
            }
            gateway.server().shared().coolDown();
            assertThat(Logged.soon(() -> backendsOfOmar() == 0)).isTrue();
            statement.execute("DROP ROLE omar");
        } finally {
            gateway.apply(Hospital.nurse(folder, "sessions: {pooling: transaction}"));
        }
    }

    private static long backendsOfOmar() {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'omar'")) {
            rows.next();
            return rows.getLong(1);
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void idlesOutAsEver() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {pooling: transaction, idle: 15m}"));
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT 1");
            gateway.advance(Duration.ofMinutes(16));
            assertThat(nora.error().field('M')).startsWith("SP4030");
        } finally {
            gateway.apply(Hospital.nurse(folder, "sessions: {pooling: transaction}"));
        }
    }
}
