package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.FrontendMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was prepared or declared before another policy runs as that policy has it. */
class JudgedAgainTest {
    private static final String MOST = "SELECT max(last_name) FROM patients";
    private static final String NAMES = "SELECT last_name FROM patients";

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private static int patients;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE TABLE nurse.patients (id bigint, last_name text)");
            statement.execute("INSERT INTO nurse.patients VALUES (1, 'Adams'), (2, 'Brown')");
            statement.execute("ALTER TABLE nurse.patients OWNER TO nora");
            try (ResultSet row = statement.executeQuery("SELECT 'nurse.patients'::regclass::oid")) {
                row.next();
                patients = row.getInt(1);
            }
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void asItWas() {
        gateway.apply(shown(Hospital.snapshot()));
    }

    private static PolicySnapshot shown(PolicySnapshot snapshot) {
        ShownColumns.Standing view =
                new ShownColumns.Standing(
                        patients, "nurse", "patients", Map.of(1, "id", 2, "last_name"));
        return snapshot.with(
                ShownColumns.of(snapshot.policy(), Map.of("ehr", List.of(view)), new byte[] {7}));
    }

    private static void account() throws IOException {
        gateway.apply(
                shown(
                        Hospital.changed(
                                folder,
                                AccountingTest.NAMES,
                                AccountingTest.NAMES + ", accounting: record")));
    }

    private static void refused(List<RawClient.Frame> answer) throws IOException {
        RawClient.Frame error =
                answer.stream().filter(frame -> frame.type() == 'E').findFirst().orElseThrow();
        assertThat(error.field('M')).startsWith("SP2080 this shows `phi.identity`");
        assertThat(RawClient.types(answer)).doesNotContain("D");
    }

    private static List<RawClient.Frame> run(RawClient client, String statement)
            throws IOException {
        client.send(bind("", statement), execute(""), sync());
        return client.untilReady();
    }

    @Test
    void refusesAPreparedStatementThatDoesNotSayWhoseItShowsAnyMore() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(parse("most", MOST), parse("names", NAMES), sync());
            nora.untilReady();
            assertThat(RawClient.types(run(nora, "most"))).isEqualTo("2DCZ");

            account();

            refused(run(nora, "most"));
            refused(nora.ask("EXECUTE most"));
            assertThat(RawClient.types(run(nora, "names"))).isEqualTo("2DDCZ");
            asItWas();
            assertThat(RawClient.types(run(nora, "most"))).isEqualTo("2DCZ");
        }
    }

    @Test
    void refusesWhatIsKeptPreparedSinceItWasRepeated() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            for (int i = 0; i < 5; i++) {
                nora.ask(MOST);
            }
            assertThat(RawClient.types(nora.ask("EXECUTE \"sallyport 1\""))).isEqualTo("TDCZ");

            account();

            refused(nora.ask(MOST));
            refused(nora.ask("EXECUTE \"sallyport 1\""));
            refused(run(nora, "sallyport 1"));
        }
    }

    @Test
    void refusesWhatWasPreparedBeforeItsKeyCouldBeAdded() throws Exception {
        gateway.apply(Hospital.snapshot().with(ShownColumns.NONE));
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    parse("names", NAMES.replace("patients", "nurse.patients")),
                    parse(
                            "keys",
                            NAMES.replace("patients", "nurse.patients")
                                    .replace("last", "id, last")),
                    sync());
            nora.untilReady();
            nora.ask("PREPARE old AS " + NAMES.replace("patients", "nurse.patients"));
            account();

            refused(run(nora, "names"));
            refused(nora.ask("EXECUTE old"));
            assertThat(RawClient.types(run(nora, "keys"))).isEqualTo("2DDCZ");
            assertThat(RawClient.types(nora.ask(NAMES.replace("patients", "nurse.patients"))))
                    .isEqualTo("TDDCZ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXECUTE \"Q\"",
                "execute U&\"\\0051\"",
                "EXPLAIN (ANALYZE, COSTS off) EXECUTE \"Q\"",
                "CREATE TEMP TABLE kept AS EXECUTE \"Q\"",
                "SELECT 1; EXECUTE \"Q\""
            })
    void refusesToExecuteWhatSqlPrepared(String executes) throws Exception {
        gateway.apply(
                shown(
                        Hospital.changed(
                                folder, "statements: [explain_analyze]", "statements: [grant]")));
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT 1; PREPARE \"Q\" AS " + MOST);
            nora.ask("PREPARE other AS " + NAMES.replace("patients", "nurse.patients"));
            nora.send(parse("runs", executes.replace("SELECT 1; ", "")), sync());
            nora.untilReady();
            assertThat(RawClient.types(nora.ask(executes))).doesNotContain("E");
            account();

            refused(run(nora, "Q"));
            refused(run(nora, "runs"));
            refused(nora.ask(executes));
            nora.ask("DO 'BEGIN END'");
            refused(nora.ask("EXECUTE \"Q\""));
            assertThat(RawClient.types(nora.ask("EXECUTE other"))).isEqualTo("TDDCZ");
            nora.ask("DEALLOCATE \"Q\"; PREPARE \"Q\" AS SELECT 1");
            assertThat(RawClient.types(nora.ask("EXECUTE \"Q\""))).isEqualTo("TDCZ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEALLOCATE U&\"\\0071\"",
                "deallocate prepare U&\"!0071\" UESCAPE '!'",
                "Deallocate/**/\"q\"",
                "DEALLOCATE PREPARE Q"
            })
    void knowsTheOthersWhereOneIsDeallocatedInAnySpelling(String deallocates) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("PREPARE p AS " + MOST);
            nora.ask("PREPARE q AS " + MOST);
            assertThat(RawClient.types(nora.ask(deallocates))).isEqualTo("CZ");
            account();

            refused(nora.ask("EXECUTE p"));
            assertThat(nora.ask("EXECUTE q").getFirst().field('C')).isEqualTo("26000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "\"C \"\" with\""})
    void refusesToFetchMoreOfACursor(String name) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("DECLARE " + name + " CURSOR WITH HOLD FOR " + MOST);
            nora.ask("BEGIN");
            nora.ask("DECLARE mine CURSOR FOR " + NAMES);
            account();

            assertThat(RawClient.types(nora.ask("FETCH 1 FROM mine"))).isEqualTo("TDCZ");
            refused(nora.ask("FETCH ALL IN " + name));
            nora.ask("ROLLBACK");
            refused(nora.ask("MOVE 1 FROM " + name));
            nora.send(execute(name.equals("c") ? name : "C \" with"), sync());
            refused(nora.untilReady());
        }
    }

    @Test
    void knowsTheStatementWithoutANameBehindDeallocate() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    parse("d", "DEALLOCATE ALL"),
                    parse("", MOST),
                    bind("d", "d"),
                    execute("d"),
                    sync());
            nora.untilReady();
            account();

            refused(run(nora, ""));
        }
    }

    @Test
    void refusesMoreOfAPortal() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            nora.send(
                    parse("", MOST + " GROUP BY id"),
                    bind("p", ""),
                    new FrontendMessage.Execute("p", 1),
                    sync());
            assertThat(nora.typesUntilReady()).isEqualTo("12DsZ");
            account();

            refused(nora.ask("FETCH p"));
            nora.ask("ROLLBACK");
        }
    }

    @Test
    void holdsRulesAboutStatementsOfWhatSqlNamed() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("PREPARE q AS " + NAMES);
            nora.ask("DECLARE c CURSOR WITH HOLD FOR " + NAMES);
            gateway.apply(shown(Hospital.nurse(folder, "statements: [insert]")));
            assertThat(Logged.soon(() -> said(nora, NAMES).startsWith("SP2060"))).isTrue();

            assertThat(said(nora, "EXECUTE q")).startsWith("SP2060");
            assertThat(said(nora, "FETCH c")).startsWith("SP2060");
        }
    }

    private static String said(RawClient client, String sql) {
        try {
            RawClient.Frame first = client.ask(sql).getFirst();
            return first.type() == 'E' ? first.field('M') : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void preparesNoMoreThanCanBeJudgedAgain() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            for (int i = 0; i < Conversation.NAMES; i++) {
                nora.send(parse("q" + i, ""));
            }
            nora.send(sync());
            nora.untilReady();
            assertThat(said(nora, "PREPARE more AS SELECT 1")).startsWith("SP2082 more than 10000");
            nora.ask("DEALLOCATE q7");
            assertThat(said(nora, "PREPARE more AS SELECT 1")).isEmpty();
        }
    }
}
