package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.bytes;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that come again as texts are kept prepared, and nobody can tell by their answers. */
final class RepeatsTest {
    private static final int TIMES = 5;
    private static final String BODY = "SELECT body FROM notes WHERE id = %d";

    /** PostgreSQL cuts it, and says so. */
    private static final String LONG =
            "a123456789b123456789c123456789d123456789e123456789f123456789g123456789";

    private static final String GONE = "DELETE FROM notes WHERE id = $1 RETURNING 'gone'";

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private RawClient nora;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        asAdmin("CREATE TABLE nurse.wide(id int, body text)");
        asAdmin("INSERT INTO nurse.wide SELECT g, 'wide '||g FROM generate_series(1, 9) g");
        asAdmin("GRANT ALL ON nurse.wide TO nora");
        asAdmin("CREATE DOMAIN public.positive AS int CHECK (VALUE > 0)");
        asAdmin("CREATE TABLE nurse.lists(id int, a int[], p public.positive[])");
        asAdmin("GRANT ALL ON nurse.lists TO nora");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void signIn() throws Exception {
        nora = gateway.rawNora();
    }

    @AfterEach
    void leave() throws Exception {
        nora.close();
    }

    private static void asAdmin(String sql) throws SQLException {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The types of the answer, and all that is in it but what the moment says. */
    private static List<String> seen(RawClient client, String sql) throws IOException {
        return client.ask(sql).stream().map(frame -> frame.type() + " " + frame.text()).toList();
    }

    private void ask(String form) throws IOException {
        for (int i = 1; i <= TIMES; i++) {
            nora.ask(form.formatted(i));
        }
    }

    /** What the database keeps for the session; a question about a catalog goes as it is. */
    private List<String> kept() throws IOException {
        return nora.ask("SELECT statement FROM pg_prepared_statements ORDER BY 1").stream()
                .filter(frame -> frame.type() == 'D')
                .map(frame -> frame.body().skipBytes(6).toString(UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BODY,
                BODY + ";",
                "SELECT id, body FROM notes WHERE body = 'note %d'",
                "SELECT id FROM notes WHERE id = 9999999999%d",
                "SELECT count(*), 7 AS \"ö\" FROM notes WHERE id = %d OR body = 'ö'",
                "SELECT n.* FROM notes n JOIN wide w ON n.id = w.id AND w.id = %d LIMIT 3",
                "SELECT FROM notes WHERE id = %d",
                "SELECT body FROM notes WHERE id = 'x%d'",
                "SELECT body FROM notes WHERE id = '%d'",
                "SELECT body FROM notes WHERE body = %d",
                "SELECT nix FROM notes WHERE id = %d",
                "SELECT body FROM nix WHERE id = %d",
                "SELECT 1 / (id - id) FROM notes WHERE id = %d",
                "SELECT body FROM notes WHERE id = %d AND 1 / 0 = 1",
                "SELECT body FROM notes WHERE id = %d AND body = $1",
                "SELECT body FROM notes WHERE id = %d GROUP BY 1, id = 1 HAVING true",
                "SELECT body AS " + LONG + " FROM notes WHERE id = %d",
                "SELECT body AS " + LONG + " FROM notes WHERE id = 'x%d'",
                "SELECT id FROM lists WHERE a = '{{{{{{{%d}}}}}}}'",
                "SELECT id FROM lists WHERE p = '{-%d}'",
                "SELECT now() = statement_timestamp() FROM notes WHERE id = %d",
                "SELECT id FROM notes WHERE id=%dAND'note 1'=body",
            })
    void answersEveryTimeAsTheFirstTime(String form) throws Exception {
        for (int i = 1; i <= TIMES; i++) {
            String sql = form.formatted(i);
            try (RawClient other = gateway.rawNora()) {
                assertThat(seen(nora, sql)).as("%d: %s", i, sql).isEqualTo(seen(other, sql));
            }
            gateway.forgive(2);
        }
    }

    @Test
    void preparesWhatIsAskedForAThirdTime() throws Exception {
        nora.ask(BODY.formatted(1));
        nora.ask(BODY.formatted(2));
        assertThat(kept()).isEmpty();
        nora.ask(BODY.formatted(3));
        assertThat(kept()).containsExactly("SELECT body FROM notes WHERE id = $1");
        ask(BODY);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void keepsThoseOnlyThatWereAskedForLast() throws Exception {
        for (int form = 0; form < 3 * Repeats.FORMS; form++) {
            ask("SELECT body, " + form + " FROM notes WHERE id = %d");
        }
        ask("SELECT 'x' FROM notes WHERE id = %d");

        assertThat(kept())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(2 * Repeats.FORMS, 3 * Repeats.FORMS)
                                .mapToObj(form ->
                                        "SELECT body, " + form + " FROM notes WHERE id = $1")
                                .toList());
    }

    @Test
    void isOnRecordAsWhatWasAsked() throws Exception {
        int before = Logged.events(folder).size();
        ask(BODY);

        assertThat(Logged.statements(folder, before))
                .hasSize(TIMES)
                .allMatch("statement done select body from notes where id = ? ok 1"::equals);
    }

    /** An error of ours would fail the transaction, where it could not be tried again. */
    @Test
    void goesAsItIsInATransaction() throws Exception {
        nora.ask("BEGIN");
        ask(BODY);

        assertThat(kept()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SET DateStyle = 'German', 0",
        "CREATE TEMP TABLE IF NOT EXISTS other(id int), 0",
        "SELECT id FROM notes FOR UPDATE, 0",
        "BEGIN READ ONLY; COMMIT, 1",
        "INSERT INTO wide VALUES (1), 0",
    })
    void goesAsItIsAfterWhatMayChangeItsMeaning(String between, int kept) throws Exception {
        for (int i = 1; i <= TIMES; i++) {
            nora.ask(BODY.formatted(i));
            nora.ask(between);
        }

        assertThat(kept()).hasSize(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, current_query() FROM notes WHERE id = %d",
                "SELECT pid FROM pg_stat_activity WHERE pid = %d",
                "SELECT nurse.unknown() FROM notes WHERE id = %d",
                "SELECT body FROM notes WHERE id = %d; SELECT 1",
                "SELECT body FROM notes WHERE id = %d FOR UPDATE",
                "UPDATE notes SET body = body WHERE id = %d",
            })
    void keepsNothingThatSeesItsTextOrDoesMoreThanRead(String form) throws Exception {
        ask(form);

        assertThat(kept()).isEmpty();
    }

    @Test
    void findsATemporaryTableOfTheSameName() throws Exception {
        ask(BODY);
        nora.ask("CREATE TEMP TABLE notes AS SELECT 1 AS id, 'mine' AS body");

        assertThat(seen(nora, BODY.formatted(1))).contains("D \0\1\0\0\0\4mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEALLOCATE ALL",
                "DISCARD ALL",
                "DO 'BEGIN EXECUTE ''DEALLOCATE ALL''; END'",
                "DEALLOCATE \"sallyport 1\""
            })
    void doesWithoutWhatTheClientHasEnded(String ends) throws Exception {
        ask(BODY);
        nora.ask(ends);

        assertThat(RawClient.types(nora.ask(BODY.formatted(7)))).isEqualTo("TDCZ");
        ask(BODY);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void triesAsItIsWhatIsPreparedNoMore() throws Exception {
        ask(BODY);
        nora.send(new FrontendMessage.Close(Target.STATEMENT, "sallyport 1"), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("3Z");

        for (int i = 1; i <= TIMES; i++) {
            assertThat(RawClient.types(nora.ask(BODY.formatted(i)))).isEqualTo("TDCZ");
        }
    }

    @Test
    void runsNothingElseByItsName() throws Exception {
        ask(BODY);
        nora.send(new FrontendMessage.Close(Target.STATEMENT, "sallyport 1"));
        nora.send(parse("sallyport 1", GONE), sync());
        nora.untilReady();

        assertThat(seen(nora, BODY.formatted(900))).contains("D \0\1\0\0\0\10note 900");
    }

    @Test
    void runsNothingElseByANameThatItNeverGot() throws Exception {
        String form = "SELECT id FROM lists WHERE id = %d";
        nora.ask("SET lock_timeout = 300");
        nora.send(parse("sallyport 1", GONE), sync());
        nora.untilReady();
        nora.ask(form.formatted(1));
        nora.ask(form.formatted(2));
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("LOCK TABLE nurse.lists IN ACCESS EXCLUSIVE MODE");
            assertThat(RawClient.types(nora.ask(form.formatted(3)))).isEqualTo("EZ");
            admin.rollback();
        }

        assertThat(RawClient.types(nora.ask(form.formatted(901)))).isEqualTo("TCZ");
        assertThat(seen(nora, BODY.formatted(901))).contains("D \0\1\0\0\0\10note 901");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEALLOCATE \"sallyport 1\"", "DEALLOCATE ALL", "DISCARD ALL"})
    void closesNothingOfTheClients(String ends) throws Exception {
        ask(BODY);
        nora.ask(ends);
        nora.ask("PREPARE \"sallyport 1\" AS SELECT 'mine'");
        ask(BODY);

        assertThat(RawClient.types(nora.ask("EXECUTE \"sallyport 1\""))).isEqualTo("TDCZ");
    }

    @Test
    void leavesAloneWhatTheClientHasPreparedByTheName() throws Exception {
        nora.ask("PREPARE \"sallyport 1\" AS SELECT 'mine'");
        ask(BODY);
        ask(BODY);

        assertThat(RawClient.types(nora.ask("EXECUTE \"sallyport 1\""))).isEqualTo("TDCZ");
    }

    @Test
    void runsByItsNameAsWhatItIs() throws Exception {
        ask(BODY);
        int before = Logged.events(folder).size();
        nora.send(bind("", "sallyport 1", "3"), execute(""), sync());

        assertThat(nora.typesUntilReady()).isEqualTo("2DCZ");
        assertThat(Logged.statements(folder, before))
                .containsExactly("statement done select body from notes where id = ? ok 1");
    }

    @Test
    void followsATableWhoseColumnsChange() throws Exception {
        String form = "SELECT id FROM wide WHERE id = %d";
        ask(form);
        asAdmin("ALTER TABLE nurse.wide ALTER COLUMN id TYPE text");
        String changed = form.replace("%d", "'%d'");

        assertThat(RawClient.types(nora.ask(form.formatted(1)))).isEqualTo("EZ");
        ask(changed);
        asAdmin("ALTER TABLE nurse.wide ALTER COLUMN id TYPE int USING id::int");
        assertThat(seen(nora, changed.formatted(1))).contains("D \0\1\0\0\0\0011");
    }

    @Test
    void endsTheStatementWithoutAName() throws Exception {
        ask(BODY);
        nora.send(parse("", "SELECT 1"), sync());
        nora.untilReady();
        nora.ask(BODY.formatted(1));
        nora.send(bind("", ""), sync());

        assertThat(nora.error().field('C')).isEqualTo("26000");
        assertThat(nora.typesUntilReady()).isEqualTo("Z");
        ask(BODY);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void endsThePortalWithoutAName() throws Exception {
        ask(BODY);
        nora.send(execute(""), sync());

        assertThat(nora.error().field('C')).isEqualTo("34000");
        assertThat(nora.typesUntilReady()).isEqualTo("Z");
    }

    @Test
    void answersInOrderWhatComesInOnePacket() throws Exception {
        List<Outgoing> all = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            all.add(query(BODY.formatted(i)));
            all.add(query("SELECT " + i));
        }
        nora.send(bytes(all.toArray(Outgoing[]::new)));

        for (int i = 1; i <= 100; i++) {
            assertThat(nora.untilReady().get(1).text()).endsWith("note " + i);
            assertThat(nora.untilReady().get(1).text()).endsWith("" + i);
        }
    }

    @Test
    void canBeCancelled() throws Exception {
        String lengthy =
                "SELECT count(*) FROM notes a, notes b, notes c, notes d WHERE a.id <= %d AND a.id = %d";
        try (Connection connection = gateway.nora("preferQueryMode", "simple");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < TIMES; i++) {
                statement.execute(lengthy.formatted(0, i));
            }
            String endless = lengthy.formatted(0, 1).replace("<= 0", ">= 0");
            statement.setQueryTimeout(1);
            for (int i = 0; i < TIMES - 1; i++) {
                assertThatThrownBy(() -> statement.execute(endless))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            }
            statement.execute(lengthy.formatted(0, 1));
        }
    }
}
