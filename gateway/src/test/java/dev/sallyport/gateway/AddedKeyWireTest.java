package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Pseudonyms;
import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is added to a client's texts is nowhere to be seen in what the client is sent. */
class AddedKeyWireTest {
    private static final byte[] KEY = {7};

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private static int patients;
    private static RawClient direct;
    private static RawClient through;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "CREATE TABLE nurse.patients (id bigint PRIMARY KEY, last_name text, at date)");
            statement.execute("ALTER TABLE nurse.patients OWNER TO nora");
            statement.execute(
                    "INSERT INTO nurse.patients SELECT g, 'Ö' || g, '2026-01-01' FROM generate_series(1, 9) g");
            patients = oid(statement);
        }
        gateway.apply(shown("grant"));
        direct = RawClient.open(RealPostgres.shared().port());
        direct.signIn("nora", GatewayFixture.SECRET, "ehr");
        through = gateway.rawNora();
    }

    /**
     * @param changes what no guardrail forbids here, and what else is changed
     */
    private static PolicySnapshot shown(String... changes) throws IOException {
        List<String> all = new ArrayList<>(List.of(changes));
        all.addFirst("update_without_where, delete_without_where");
        PolicySnapshot snapshot = Hospital.changed(folder, all.toArray(String[]::new));
        ShownColumns.Standing view =
                new ShownColumns.Standing(
                        patients, "nurse", "patients", Map.of(1, "id", 2, "last_name", 3, "dob"));
        return snapshot.with(ShownColumns.of(snapshot.policy(), Map.of("ehr", List.of(view)), KEY));
    }

    private static int oid(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT 'nurse.patients'::regclass::oid")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        direct.close();
        through.close();
        gateway.close();
    }

    private static final String THREE =
            "SELECT last_name, at FROM patients WHERE id < 4 ORDER BY id";

    @Test
    void isNotInAnyAnswerToASimpleQuery() throws Exception {
        same(query(THREE));
        same(query("SELECT last_name FROM patients ORDER BY 1 DESC LIMIT 2; SELECT 1"));
        same(query("BEGIN; DECLARE c CURSOR FOR " + THREE), query("FETCH 2 FROM c; FETCH c"));
        same(query("COMMIT"), query("PREPARE q AS " + THREE), query("EXECUTE q"));
        same(query("EXPLAIN (COSTS off, VERBOSE) " + THREE));
        same(query("COPY (" + THREE + ") TO STDOUT (FORMAT csv, HEADER)"));
        same(query("COPY (" + THREE + ") TO STDOUT WITH CSV HEADER"));
        same(query("COPY (SELECT E'a\\tb\\\\', last_name FROM patients) TO STDOUT"));
        same(query("COPY (SELECT 'a\"', 'b,c', NULL FROM patients) TO STDOUT (FORMAT csv)"));
        same(query("COPY (SELECT NULL, last_name FROM patients WHERE false) TO STDOUT BINARY"));
        same(query("SELECT repeat('x', 300000), last_name FROM patients"));
        same(query("DEALLOCATE q"));
    }

    @Test
    void isNotInAnyAnswerToTheExtendedProtocol() throws Exception {
        for (int formats = 0; formats < 3; formats++) {
            same(
                    parse("s", THREE),
                    new FrontendMessage.Describe(Target.STATEMENT, "s"),
                    bound("p", "s", formats),
                    new FrontendMessage.Describe(Target.PORTAL, "p"),
                    new FrontendMessage.Execute("p", 2),
                    new FrontendMessage.Execute("p", 2),
                    bound("", "s", formats),
                    execute(""),
                    new FrontendMessage.Close(Target.STATEMENT, "s"),
                    sync());
        }
        same(parse("", "SELECT last_name FROM patients WHERE id = $1"), sync());
        same(bind("", "", "3"), execute(""), sync());
        same(query("PREPARE q AS " + THREE), bound("", "q", 2), execute(""), sync());
        same(query("DEALLOCATE q"));
    }

    @Test
    void isTakenFromTheCursorThatHasTheNameNow() throws Exception {
        same(
                query("BEGIN; DECLARE c CURSOR FOR " + THREE),
                query("DECLARE c CURSOR FOR " + THREE),
                query("ROLLBACK"),
                query("BEGIN"),
                query("DECLARE c CURSOR FOR " + THREE),
                new FrontendMessage.Execute("c", 1),
                sync(),
                query("CLOSE c"),
                query("DECLARE c CURSOR FOR SELECT id, last_name FROM patients"),
                new FrontendMessage.Execute("c", 2),
                sync(),
                query("ROLLBACK"));
    }

    @Test
    void isNotInAnyAnswerToAChange() throws Exception {
        String typed = "UPDATE patients p SET at = '2026-02-02' WHERE p.id < $1";
        sameAndUndone(query("UPDATE patients p SET at = 1 + id WHERE p.id < 4"));
        sameAndUndone(query(typed.replace("$1", "4; -- x")));
        sameAndUndone(query(typed.replace("$1", "5") + " RETURNING last_name"));
        sameAndUndone(query("DELETE FROM patients WHERE id > 6 RETURNING *"));
        sameAndUndone(query("DELETE FROM patients WHERE id = 9"));
        sameAndUndone(
                parse("u", typed),
                new FrontendMessage.Describe(Target.STATEMENT, "u"),
                bound("", "u", 2, "3"),
                new FrontendMessage.Describe(Target.PORTAL, ""),
                new FrontendMessage.Execute("", 1),
                sync());
        sameAndUndone(
                parse("r", typed + " RETURNING last_name, at"),
                new FrontendMessage.Describe(Target.STATEMENT, "r"),
                bound("", "r", 2, "4"),
                new FrontendMessage.Execute("", 2),
                new FrontendMessage.Execute("", 2),
                new FrontendMessage.Close(Target.STATEMENT, "u"),
                new FrontendMessage.Close(Target.STATEMENT, "r"),
                sync());
    }

    private static final String NEW =
            "INSERT INTO patients (id, last_name) VALUES (77, 'ü'), (78, 'x')";

    private static final String MERGE =
            "MERGE INTO patients AS p USING (VALUES (3, 'c'), (79, 'd')) v (i, n) ON p.id = v.i"
                    + " WHEN MATCHED THEN UPDATE SET last_name = v.n"
                    + " WHEN NOT MATCHED THEN INSERT (id, last_name) VALUES (v.i, v.n)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                NEW,
                NEW + "; -- all",
                NEW + " RETURNING last_name, at",
                NEW + " ON CONFLICT DO NOTHING",
                NEW + " ON CONFLICT (id) DO UPDATE SET at = '2026-03-03' RETURNING at",
                "INSERT INTO patients AS new SELECT id + 100, last_name FROM nurse.patients LIMIT 2",
                "INSERT INTO patients (id) VALUES (1)",
                "INSERT INTO patients (id) SELECT 500 WHERE false",
                "INSERT INTO nurse.patients DEFAULT VALUES",
                "UPDATE patients SET at = '2026-03-03'",
                "UPDATE patients p SET at = NULL RETURNING p.*",
                "DELETE FROM patients",
                "DELETE FROM ONLY nurse.patients p",
                MERGE,
                MERGE + " RETURNING merge_action(), at",
                "MERGE INTO patients USING (SELECT 1) x ON false WHEN MATCHED THEN DELETE"
            })
    void isNotInAnyAnswerToAChangeThatDoesNotReadItsTable(String sql) throws Exception {
        sameAndUndone(query(sql));
        if (!sql.contains(";")) {
            sameAndUndone(query("PREPARE q AS " + sql), query("EXECUTE q"), query("DEALLOCATE q"));
            sameAndUndone(
                    parse("c", sql),
                    new FrontendMessage.Describe(Target.STATEMENT, "c"),
                    bound("", "c", 0),
                    new FrontendMessage.Describe(Target.PORTAL, ""),
                    new FrontendMessage.Execute("", 100),
                    new FrontendMessage.Close(Target.STATEMENT, "c"),
                    sync());
        }
    }

    @Test
    void isNoRowThatALimitCounts() throws Exception {
        String reason = "    reason: Cares for the patients of their clinics.\n";
        gateway.apply(shown("grant", reason, reason + "    limits: {rows_per_query: 2}\n"));
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("PREPARE u AS UPDATE patients SET at = at WHERE id < 6");
            nora.ask("PREPARE s AS SELECT last_name FROM patients");
            assertThat(RawClient.types(nora.ask("EXECUTE u"))).isEqualTo("CZ");
            assertThat(RawClient.types(nora.ask("EXECUTE s"))).isEqualTo("TDDEZ");
        } finally {
            gateway.apply(shown("grant"));
        }
    }

    @Test
    void namesWhomAChangeChangedThatDoesNotReadItsTable() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            changes(nora, "INSERT INTO patients (id) VALUES (21), (22)", pseudonyms(21, 22));
            changes(nora, "UPDATE patients SET at = NULL", pseudonyms(1, 9, 21, 22));
            changes(nora, MERGE.replace("79", "23"), pseudonyms(3, 3, 23));
            changes(
                    nora,
                    "INSERT INTO patients (id) SELECT g FROM generate_series(24, 24) g",
                    pseudonyms(24, 24));
            changes(nora, "DELETE FROM patients", pseudonyms(1, 9, 21, 22, 23, 24));
            nora.ask("ROLLBACK");
        }
    }

    private static void changes(RawClient client, String sql, Set<Pseudonym> whose)
            throws IOException {
        long before = events().size();
        assertThat(RawClient.types(client.ask(sql))).isEqualTo("CZ");
        assertThat(told(before))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.basis()).as(sql).isEqualTo(Basis.CHANGED);
                    assertThat(one.named().collect(Collectors.toSet())).isEqualTo(whose);
                });
    }

    @Test
    void doesNotSayThatItNamesEverybodyWhereARowBecomesSomebodyElses() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            for (String sql :
                    List.of(
                            "UPDATE patients SET id = 33 WHERE id = 3",
                            "UPDATE patients SET id = 34 WHERE id = 4 RETURNING last_name",
                            "INSERT INTO patients (id) VALUES (5) ON CONFLICT (id) DO UPDATE SET id = 35",
                            "INSERT INTO patients (id) SELECT id + 21 FROM patients WHERE id = 1",
                            "INSERT INTO patients (id, last_name)"
                                    + " SELECT 41, string_agg(p::text, ';') FROM patients p",
                            "UPDATE patients p SET last_name = q.last_name FROM patients q"
                                    + " WHERE p.id = 1 AND q.id = 2",
                            "UPDATE patients SET last_name = (SELECT max(last_name) FROM patients)"
                                    + " WHERE id = 1")) {
                long before = events().size();
                nora.ask(sql);

                assertThat(told(before))
                        .as(sql)
                        .singleElement()
                        .satisfies(one -> assertThat(one.basis()).isEqualTo(Basis.UNNAMED));
            }
            nora.ask("ROLLBACK");
        }
    }

    @Test
    void doesNotVouchForANameThatCodeMayHaveGivenToAnother() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("PREPARE q AS SELECT last_name FROM patients WHERE id = 1");
            nora.ask(
                    "DO $$ BEGIN EXECUTE 'DEALLOCATE q';"
                            + " EXECUTE 'PREPARE q AS SELECT max(last_name) FROM patients'; END $$");
            long before = events().size();
            assertThat(RawClient.types(nora.ask("EXECUTE q"))).isEqualTo("TDCZ");

            assertThat(told(before))
                    .singleElement()
                    .satisfies(one -> assertThat(one.basis()).isEqualTo(Basis.UNNAMED));
        }
    }

    /** One door holds no row that the other waits for. */
    private static void sameAndUndone(Outgoing... messages) throws Exception {
        List<Outgoing> all = new ArrayList<>(List.of(messages));
        all.addFirst(query("BEGIN"));
        all.add(query("ROLLBACK"));
        same(all.toArray(Outgoing[]::new));
    }

    @Test
    void leavesTheClientsOwnMistakesWhereTheyAre() throws Exception {
        same(query("SELECT nosuch FROM patients"));
        same(query("SELECT last_name, 'é' FROM patients WHERE nosuch = 1"));
        same(query("SELECT last_name FROM patients WHERE 'x' = 1"));
        same(query("SELECT last_name AS id, at AS id FROM patients ORDER BY id"));
        same(query("COPY (SELECT last_name FROM patients WHERE nosuch = 1) TO STDOUT"));
        same(query("UPDATE patients SET nosuch = 1 WHERE id = 1"));
        same(parse("", "SELECT last_name FROM patients WHERE nosuch = 1"), sync());
        same(query("SELECT last_name FROM patients p, patients p WHERE p.id = 1"));
    }

    @Test
    void isNotAddedWhereANameMayMeanSomethingElse() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("CREATE TEMP TABLE patients (last_name text)");
            assertThat(RawClient.types(nora.ask("SELECT last_name FROM patients")))
                    .isEqualTo("TCZ");
            long before = events().size();
            assertThat(
                            RawClient.types(
                                    nora.ask("SELECT last_name FROM nurse.patients WHERE id = 1")))
                    .isEqualTo("TDCZ");
            assertThat(told(before))
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.basis()).isEqualTo(Basis.RETURNED);
                        assertThat(one.count()).isEqualTo(1);
                    });
        }
    }

    @Test
    void takesWhatItDoesNotKnowForACopyOfSomebodys() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("CREATE TEMP TABLE copy AS SELECT last_name FROM patients");
            long before = events().size();
            nora.ask("SELECT upper(last_name) FROM copy");
            assertThat(told(before))
                    .singleElement()
                    .satisfies(one -> assertThat(one.basis()).isEqualTo(Basis.UNNAMED));

            before = events().size();
            nora.ask("SELECT upper(relname) FROM pg_catalog.pg_class");
            nora.ask("SELECT upper(name) FROM pg_catalog.pg_settings");
            nora.ask("SHOW work_mem");
            nora.ask("SELECT count(*) FROM copy");
            assertThat(told(before)).isEmpty();
        }
    }

    @Test
    void namesWhomAChangeChangedWithoutShowingThem() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            long before = events().size();
            nora.ask("UPDATE patients SET at = at WHERE id BETWEEN 2 AND 5");

            assertThat(told(before))
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.basis()).isEqualTo(Basis.CHANGED);
                        assertThat(one.saw()).isEmpty();
                        assertThat(one.named().collect(Collectors.toSet()))
                                .isEqualTo(pseudonyms(2, 5));
                    });
        }
    }

    @Test
    void endsTheSessionBeforeARowTooLongToHold() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(query("SELECT repeat('x', 70000000), at FROM patients WHERE id = 1"));

            assertThat(nora.error().field('M')).startsWith("SP2081 a row of more than 64 MiB");
        }
    }

    private static Set<Pseudonym> pseudonyms(int from, int to, int... more) {
        Pseudonyms pseudonyms = new Pseudonyms(KEY);
        return IntStream.concat(IntStream.rangeClosed(from, to), IntStream.of(more))
                .mapToObj(id ->
                        pseudonyms.of(
                                "ehr.hosp.patients.id",
                                Integer.toString(id).getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.toSet());
    }

    /** With a format for each of so many columns. */
    private static FrontendMessage.Bind bound(
            String portal, String statement, int formats, String... parameters) {
        ByteBuf rest = bind(portal, statement, parameters).rest();
        rest.writerIndex(rest.writerIndex() - Short.BYTES).writeShort(formats);
        for (int column = 0; column < formats; column++) {
            rest.writeShort(1);
        }
        return new FrontendMessage.Bind(portal, statement, rest);
    }

    /**
     * The same bytes to both doors: the same bytes come back, in all but an error's file and line.
     */
    private static void same(Outgoing... messages) throws Exception {
        byte[] bytes = RawClient.bytes(messages);
        long readies =
                Stream.of(messages)
                        .filter(one ->
                                one instanceof FrontendMessage.Query
                                        || one instanceof FrontendMessage.Sync)
                        .count();
        List<String> bare = answers(direct, bytes, readies);
        assertThat(answers(through, bytes, readies))
                .as(Unpooled.wrappedBuffer(bytes).toString(StandardCharsets.UTF_8))
                .isEqualTo(bare);
    }

    private static List<String> answers(RawClient client, byte[] bytes, long readies)
            throws IOException {
        client.send(bytes);
        List<String> answers = new ArrayList<>();
        for (long i = 0; i < readies; i++) {
            answers.addAll(shown(client.untilReady()));
        }
        return answers;
    }

    private static List<String> shown(List<RawClient.Frame> frames) throws IOException {
        List<String> shown = new ArrayList<>();
        for (RawClient.Frame frame : frames) {
            shown.add(
                    frame.type()
                            + (frame.type() == 'E'
                                    ? frame.field('C') + frame.field('P')
                                    : frame.body().toString(StandardCharsets.ISO_8859_1)));
        }
        return shown;
    }

    private static List<Subjects> told(long before) {
        return events().stream()
                .filter(event -> event.index() >= before)
                .map(event -> Subjects.in(event.json()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<LoggedEvent> events() {
        try (Stream<LoggedEvent> events = LogReader.read(folder.resolve("audit"))) {
            return events.toList();
        }
    }
}
