package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.bytes;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.FrontendMessage;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many rows reach a client is what the policy says, to the row, in every way to ask. */
class LimitsTest {
    /** Many times what fits into all buffers between the database and the client. */
    private static final String LONG =
            "SELECT n.id, repeat('x', 1000) FROM notes n, generate_series(1, 100) g";

    @TempDir static Path before;
    private static GatewayFixture first;

    @TempDir Path folder;

    /** One that has counted nothing. */
    private GatewayFixture gateway;

    @BeforeAll
    static void furnish() throws Exception {
        first = GatewayFixture.start(before);
    }

    @BeforeEach
    void start() throws Exception {
        gateway = first.beside(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @AfterAll
    static void leave() {
        first.close();
    }

    private void limit(String... limits) throws Exception {
        gateway.apply(Hospital.nurse(folder, "limits: {" + String.join(", ", limits) + "}"));
    }

    private String last(String word) {
        return Logged.events(folder).stream()
                .filter(event -> event.contains(word))
                .reduce((_, last) -> last)
                .orElse("");
    }

    @Test
    void deliversAsManyRowsAsARoleGivesAndSaysWhichRuleItWas() throws Exception {
        limit("rows_per_query: 5");
        try (RawClient nora = gateway.rawNora()) {
            List<RawClient.Frame> frames = nora.ask("SELECT id FROM notes ORDER BY id");

            assertThat(RawClient.types(frames)).isEqualTo("TDDDDDEZ");
            RawClient.Frame error = frames.get(6);
            assertThat(error.field('C')).isEqualTo("42501");
            assertThat(error.field('M'))
                    .isEqualTo(
                            "SP2070 role `nurse` gives at most 5 rows of one query: 5 were"
                                    + " delivered, and no more");
            assertThat(error.field('D')).matches("Rule .*20-roles.yaml:\\d+\\.");
            assertThat(error.field('H')).contains("ask cno@hospital.example");
            assertThat(Logged.brief(last("\"phase\":\"done\"")))
                    .isEqualTo("statement done select id from notes order by id denied 5 SP2070");
            assertThat(RawClient.types(nora.ask("SELECT id FROM notes LIMIT 5")))
                    .isEqualTo("TDDDDDCZ");
        }
    }

    @Test
    void stopsAResultThatIsStillComing() throws Exception {
        limit("rows_per_query: 300");
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask(LONG))).isEqualTo("T" + "D".repeat(300) + "EZ");
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        assertThat(Logged.soon(() -> SessionEndTest.backends("state = 'active'") == 0)).isTrue();
    }

    @Test
    void letsCopyInWhoeverMayReadAFewRowsOnly() throws Exception {
        limit("rows_per_query: 4");
        byte[] row = "7001\tx\n".getBytes(StandardCharsets.UTF_8);
        FrontendMessage.CopyDone done = new FrontendMessage.CopyDone();
        try (RawClient nora = gateway.rawNora()) {
            for (String begin : List.of("SELECT 1", "SET work_mem = '4MB'")) {
                nora.ask("BEGIN");
                nora.send(
                        parse("", begin),
                        bind("", ""),
                        execute(""),
                        parse("", "COPY notes FROM STDIN"),
                        bind("", ""),
                        execute(""),
                        sync());
                nora.until('G');
                nora.send(new FrontendMessage.CopyData(Unpooled.wrappedBuffer(row)), done, sync());
                assertThat(nora.typesUntilReady()).isEqualTo("CZ");
                nora.ask("ROLLBACK");
            }
        }
    }

    /** The head and the end of the binary format are no rows. */
    @Test
    void copiesInBinaryAsManyRowsAsARoleGives() throws Exception {
        limit("rows_per_query: 4");
        try (RawClient nora = gateway.rawNora()) {
            assertThat(
                            RawClient.types(
                                    nora.ask(
                                            "COPY (SELECT id FROM notes LIMIT 4) TO STDOUT"
                                                    + " (FORMAT binary)")))
                    .isEqualTo("HdddddcCZ");
        }
    }

    @Test
    void failsTheTransactionInEveryWay() throws Exception {
        limit("rows_per_query: 3");
        for (String text : List.of("SELECT id FROM notes", LONG)) {
            try (RawClient nora = gateway.rawNora()) {
                nora.ask("BEGIN");
                List<RawClient.Frame> frames = nora.ask(text);
                assertThat(RawClient.types(frames)).isEqualTo("TDDDEZ");
                assertThat(frames.getLast().text()).isEqualTo("E");
                assertThat(nora.ask("SELECT 1").getFirst().field('C')).isEqualTo("25P02");
                assertThat(nora.ask("ROLLBACK").getLast().text()).isEqualTo("I");

                nora.ask("BEGIN");
                nora.send(bytes(parse("", text), bind("", ""), execute(""), sync()));
                frames = nora.untilReady();
                assertThat(RawClient.types(frames)).isEqualTo("12DDDEZ");
                assertThat(frames.getLast().text()).isEqualTo("E");
                assertThat(nora.ask("ROLLBACK").getLast().text()).isEqualTo("I");
            }
        }
    }

    @Test
    void runsNothingOfAPipelineBehindTheStatementThatWasStopped() throws Exception {
        limit("rows_per_query: 3");
        for (String text : List.of("SELECT id FROM notes", LONG)) {
            try (RawClient nora = gateway.rawNora()) {
                nora.send(
                        bytes(
                                parse("", "UPDATE notes SET body = 'first' WHERE id = 1"),
                                bind("", ""),
                                execute(""),
                                parse("", text),
                                bind("", ""),
                                execute(""),
                                parse("", "UPDATE notes SET body = 'second' WHERE id = 1"),
                                bind("", ""),
                                execute(""),
                                sync(),
                                query("SELECT 1"),
                                query("SELECT 2")));
                assertThat(nora.typesUntilReady()).isEqualTo("12C12DDDEZ");
                assertThat(nora.typesUntilReady()).isEqualTo("TDCZ");
                assertThat(nora.typesUntilReady()).isEqualTo("TDCZ");
            }
            assertThat(one("SELECT body FROM nurse.notes WHERE id = 1")).isEqualTo("note 1");
        }
    }

    @Test
    void keepsNothingOfABatchThatEndsWithTheStatementThatWasStopped() throws Exception {
        limit("rows_per_query: 3");
        for (String text : List.of("SELECT id FROM notes", LONG)) {
            try (RawClient nora = gateway.rawNora()) {
                for (int i = 0; i < 2; i++) {
                    nora.send(
                            bytes(
                                    parse("", "UPDATE notes SET body = 'first' WHERE id = 1"),
                                    bind("", ""),
                                    execute(""),
                                    parse("", text),
                                    bind("", ""),
                                    execute(""),
                                    sync(),
                                    parse("", text),
                                    bind("", ""),
                                    execute(""),
                                    sync(),
                                    query("SELECT 1")));
                    assertThat(nora.typesUntilReady()).isEqualTo("12C12DDDEZ");
                    assertThat(nora.typesUntilReady()).isEqualTo("12DDDEZ");
                    assertThat(nora.typesUntilReady()).isEqualTo("TDCZ");
                }
            }
            assertThat(one("SELECT body FROM nurse.notes WHERE id = 1")).isEqualTo("note 1");
        }
    }

    private static String one(String sql) throws SQLException {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void keepsNothingOfWhatABatchChangedBeforeItReturnedTooMuch() throws Exception {
        limit("rows_per_query: 3");
        String change = "UPDATE notes SET body = 'changed' WHERE id <= 10 RETURNING id";
        try (RawClient nora = gateway.rawNora()) {
            nora.send(bytes(parse("", change), bind("", ""), execute(""), sync()));
            assertThat(nora.typesUntilReady()).isEqualTo("12DDDEZ");
            assertThat(one("SELECT count(*) FROM nurse.notes WHERE body = 'changed'"))
                    .isEqualTo("0");

            RawClient.Frame error = nora.ask(change).get(4);
            assertThat(error.field('M')).startsWith("SP2070").endsWith("; what it changed stands");
            nora.ask("UPDATE notes SET body = 'note '||id WHERE body = 'changed'");
        }
    }

    @Test
    void countsThePagesOfAPortalAndOfACursorTogether() throws Exception {
        limit("rows_per_query: 7");
        try (Connection nora = gateway.nora()) {
            nora.setAutoCommit(false);
            try (Statement statement = nora.createStatement()) {
                statement.setFetchSize(4);
                ResultSet rows = statement.executeQuery("SELECT id FROM notes");
                List<Integer> seen = new ArrayList<>();
                assertThatThrownBy(
                                () -> {
                                    while (rows.next()) {
                                        seen.add(rows.getInt(1));
                                    }
                                })
                        .hasMessageContaining("SP2070")
                        .hasMessageContaining("gives at most 7 rows of one query");
                assertThat(seen).hasSizeBetween(4, 7);
            }
            nora.rollback();
        }
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            nora.ask("DECLARE c CURSOR FOR SELECT id FROM notes");
            assertThat(RawClient.types(nora.ask("FETCH 4 FROM c"))).isEqualTo("TDDDDCZ");
            assertThat(RawClient.types(nora.ask("FETCH FORWARD 4 FROM C"))).isEqualTo("TDDDEZ");
            nora.ask("ROLLBACK");
            nora.ask("BEGIN");
            nora.ask("DECLARE c CURSOR FOR SELECT id FROM notes");
            assertThat(RawClient.types(nora.ask("FETCH 7 FROM c"))).isEqualTo("TDDDDDDDCZ");
            nora.send(bytes(new FrontendMessage.Execute("c", 1), sync()));
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            nora.ask("ROLLBACK");
        }
    }

    @Test
    void countsTheRowsOfACopyInEveryFormat() throws Exception {
        limit("rows_per_query: 4");
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask("COPY notes TO STDOUT"))).isEqualTo("HddddEZ");
            assertThat(
                            RawClient.types(
                                    nora.ask(
                                            "COPY (SELECT id FROM notes LIMIT 4) TO STDOUT"
                                                    + " (FORMAT binary)")))
                    .isEqualTo("HdddddcCZ");
            assertThat(
                            RawClient.types(
                                    nora.ask(
                                            "COPY (SELECT id FROM notes LIMIT 5) TO STDOUT"
                                                    + " (FORMAT binary)")))
                    .isEqualTo("HddddEZ");
            assertThat(RawClient.types(nora.ask("COPY (" + LONG + ") TO STDOUT")))
                    .isEqualTo("HddddEZ");
        }
    }

    @Test
    void countsNothingOfWhatThePolicyDoesNotSpeakOf() throws Exception {
        limit("rows_per_query: 3", "rows_per_day: 3");
        try (RawClient nora = gateway.rawNora()) {
            for (String text :
                    List.of(
                            "SELECT g FROM generate_series(1, 10) g",
                            "SELECT relname FROM pg_class LIMIT 10",
                            "SELECT t.table_name FROM information_schema.tables t LIMIT 10",
                            "SELECT oid::regclass FROM pg_catalog.pg_class LIMIT 10")) {
                assertThat(nora.ask(text).stream().filter(one -> one.type() == 'D')).hasSize(10);
            }
            assertThat(RawClient.types(nora.ask("EXPLAIN SELECT id FROM notes ORDER BY body, id")))
                    .contains("C");
            assertThat(RawClient.types(nora.ask("SELECT count(*) FROM notes"))).isEqualTo("TDCZ");
        }
    }

    @Test
    void countsWhatItCannotSee() throws Exception {
        limit("rows_per_query: 3");
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("PREPARE p AS SELECT id FROM notes");
            assertThat(RawClient.types(nora.ask("EXECUTE p"))).isEqualTo("TDDDEZ");
            assertThat(RawClient.types(nora.ask("SELECT pg_ls_tmpdir() FROM notes"))).contains("E");
            nora.send(bytes(parse("named", "SELECT id FROM notes"), sync()));
            assertThat(nora.typesUntilReady()).isEqualTo("1Z");
            for (int i = 0; i < 2; i++) {
                nora.send(bytes(bind("", "named"), execute(""), sync()));
                assertThat(nora.typesUntilReady()).isEqualTo("2DDDEZ");
            }
        }
    }

    /** PostgreSQL looks a name up among temporary tables first. */
    @Test
    void countsATemporaryTableThatIsCalledAsACatalogIs() throws Exception {
        limit("rows_per_query: 3");
        for (String name : List.of("pg_x", "pg_tables")) {
            try (RawClient nora = gateway.rawNora()) {
                String rows = "SELECT * FROM " + name + " LIMIT 10";
                if (name.equals("pg_tables")) {
                    assertThat(nora.ask(rows).stream().filter(one -> one.type() == 'D'))
                            .hasSize(10);
                }
                nora.ask("CREATE TEMP TABLE " + name + " AS SELECT id FROM notes");
                assertThat(RawClient.types(nora.ask(rows))).isEqualTo("TDDDEZ");
                assertThat(
                                nora
                                        .ask("SELECT relname FROM pg_catalog.pg_class LIMIT 10")
                                        .stream()
                                        .filter(one -> one.type() == 'D'))
                        .hasSize(10);
            }
        }
    }

    @Test
    void refusesSeveralStatementsInOneString() throws Exception {
        limit("rows_per_query: 3");
        try (RawClient nora = gateway.rawNora()) {
            RawClient.Frame error =
                    nora.ask("SELECT id FROM notes; DELETE FROM notes WHERE id = 7").getFirst();
            assertThat(error.field('M')).startsWith("SP2074 your rows are counted");
            assertThat(RawClient.types(nora.ask("SET a.b = '1'; SELECT 1"))).isEqualTo("CTDCZ");
        }
        assertThat(one("SELECT count(*) FROM nurse.notes WHERE id = 7")).isEqualTo("1");
    }

    @Test
    void countsTheRowsOfAnHourOverAllSessions() throws Exception {
        limit("rows_per_hour: 1000");
        try (ExecutorService people = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(people.submit(untilRefused()));
            }
            int rows = 0;
            for (Future<Integer> one : all) {
                rows += one.get();
            }
            assertThat(rows).isLessThanOrEqualTo(1000).isGreaterThan(990);
        }
        try (RawClient nora = gateway.rawNora()) {
            int rest = 0;
            RawClient.Frame error = nora.ask("SELECT id FROM notes").getFirst();
            while (error.type() == 'T' && rest++ < 20) {
                error = nora.ask("SELECT id FROM notes").getFirst();
            }
            assertThat(error.field('M'))
                    .contains("SP2071 role `nurse` gives at most 1000 rows in an hour, and more")
                    .endsWith("none was delivered");
            gateway.advance(Duration.ofMinutes(62));
            assertThat(RawClient.types(nora.ask("SELECT id FROM notes WHERE id = 1")))
                    .isEqualTo("TDCZ");
        }
    }

    /** Asks for seven rows after seven; answers how many came in all. */
    private Callable<Integer> untilRefused() {
        return () -> {
            int rows = 0;
            try (RawClient nora = gateway.rawNora()) {
                while (true) {
                    List<RawClient.Frame> frames = nora.ask("SELECT id FROM notes LIMIT 7");
                    rows += (int) frames.stream().filter(one -> one.type() == 'D').count();
                    if (frames.stream().anyMatch(one -> one.type() == 'E')) {
                        return rows;
                    }
                }
            }
        };
    }

    @Test
    void countsWhatAClientThatLeftWasSent() throws Exception {
        limit("rows_per_day: 600");
        try (RawClient nora = gateway.rawNora()) {
            nora.send(query("SELECT n.id, repeat('x', 100000) FROM notes n"));
            nora.until('D');
        }
        assertThat(Logged.soon(() -> SessionEndTest.backends("true") == 0)).isTrue();
        assertThat(last("\"phase\":\"counted\"")).contains("\"count\":{\"for\":[\"nurse\"]");
        try (RawClient nora = gateway.rawNora()) {
            List<RawClient.Frame> frames = nora.ask("SELECT id FROM notes");
            long rows = frames.stream().filter(one -> one.type() == 'D').count();
            assertThat(rows).isLessThan(600);
            assertThat(RawClient.types(frames)).endsWith("EZ");
        }
    }

    @Test
    void givesNobodyNewRowsByARestart() throws Exception {
        limit("rows_per_day: 10");
        try (RawClient nora = gateway.rawNora()) {
            assertThat(nora.ask("SELECT id FROM notes LIMIT 8")).hasSize(11);
        }
        gateway.close();
        gateway = first.beside(folder);
        try (RawClient nora = gateway.rawNora()) {
            List<RawClient.Frame> frames = nora.ask("SELECT id FROM notes");
            assertThat(RawClient.types(frames)).isEqualTo("TDDEZ");
            assertThat(frames.get(3).field('M')).startsWith("SP2072 role `nurse`");
        }
    }

    @Test
    void takesTheNarrowerOfRoleAndAssignmentAndNamesItsLine() throws Exception {
        String assigned = "until: 2027-06-30, reason: Nurse of clinic 1}";
        gateway.apply(
                Hospital.changed(folder, assigned, "limits: {rows_per_query: 2}, " + assigned));
        try (RawClient nora = gateway.rawNora()) {
            List<RawClient.Frame> frames = nora.ask("SELECT id FROM notes");
            assertThat(RawClient.types(frames)).isEqualTo("TDDEZ");
            assertThat(frames.get(3).field('D')).contains("30-assignments.yaml:");
        }
    }
}
