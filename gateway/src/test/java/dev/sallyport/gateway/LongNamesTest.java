package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Target;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL looks at the first 63 bytes of a name: what it takes for one name is one here. */
class LongNamesTest {
    private static final String LONG = "n".repeat(63);
    private static final String UPDATE = "UPDATE notes SET body = body WHERE id = 1";
    private static final String[] ON_RECORD = {
        "statement intent update notes set body = body where id = ?",
        "statement done update notes set body = body where id = ? ok 1"
    };

    @TempDir static Path own;
    @TempDir static Path folder;
    private static GatewayFixture session;
    private static GatewayFixture pooled;

    @BeforeAll
    static void start() throws Exception {
        session = GatewayFixture.start(own);
        pooled =
                GatewayFixture.ofOneLoop(
                        UpstreamTarget.plain(GatewayFixture.loopback(RealPostgres.shared().port()))
                                .keepingWarm(2),
                        folder);
        pooled.apply(Hospital.nurse(folder, "sessions: {pooling: transaction}"));
    }

    @AfterAll
    static void stop() {
        pooled.close();
        session.close();
    }

    private static List<String> recorded(Path where) {
        return Logged.statements(where, 0);
    }

    private static void prepareUnderOtherEnds(RawClient nora) throws Exception {
        nora.send(parse(LONG + "a", "SELECT 1"), sync());
        nora.untilReady();
        nora.send(new FrontendMessage.Close(Target.STATEMENT, LONG + "b"), sync());
        nora.untilReady();
        nora.send(parse(LONG + "c", UPDATE), sync());
        assertThat(nora.typesUntilReady()).isEqualTo("1Z");
    }

    @Test
    void recordsWhatAStatementOfALongNameRuns() throws Exception {
        try (RawClient nora = session.rawNora()) {
            prepareUnderOtherEnds(nora);
            int before = recorded(own).size();
            nora.send(bind("", LONG + "a"), execute(""), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("2CZ");
            assertThat(recorded(own).subList(before, before + 2)).containsExactly(ON_RECORD);
        }
    }

    @Test
    void recordsItOnEveryAccountThatASessionBorrows() throws Exception {
        try (RawClient nora = pooled.rawNora();
                RawClient other = pooled.rawNora()) {
            prepareUnderOtherEnds(nora);
            for (int round = 0; round < 3; round++) {
                int before = recorded(folder).size();
                nora.send(bind("", LONG + "a"), execute(""), sync());
                assertThat(nora.typesUntilReady()).isEqualTo("2CZ");
                assertThat(recorded(folder).subList(before, before + 2)).containsExactly(ON_RECORD);
                other.ask(round == 0 ? "BEGIN" : "SELECT 1");
            }
        }
    }

    @Test
    void recordsWhatAPortalOfALongNameRuns() throws Exception {
        try (RawClient nora = session.rawNora()) {
            nora.send(parse("r", "SELECT 1"), parse("s", UPDATE), sync());
            nora.untilReady();
            nora.ask("BEGIN");
            nora.send(bind(LONG + "a", "r"), sync());
            nora.untilReady();
            nora.send(new FrontendMessage.Close(Target.PORTAL, LONG + "b"), sync());
            nora.untilReady();
            nora.send(bind(LONG, "s"), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("2Z");
            int before = recorded(own).size();
            nora.send(execute(LONG + "a"), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("CZ");
            assertThat(recorded(own).subList(before, before + 2)).containsExactly(ON_RECORD);
        }
    }

    @Test
    void takesANameOfSqlAndOneOfTheProtocolForOne() throws Exception {
        try (RawClient nora = session.rawNora()) {
            nora.send(parse(LONG + "a", "SELECT 1"), sync());
            nora.untilReady();
            nora.ask("DEALLOCATE " + LONG + "b");
            nora.ask("PREPARE " + LONG + "c AS " + UPDATE);
            int before = recorded(own).size();
            nora.send(bind("", LONG + "a"), execute(""), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("2CZ");
            assertThat(recorded(own).subList(before, before + 2))
                    .containsExactly(
                            "statement intent (a statement prepared in SQL)",
                            "statement done (a statement prepared in SQL) ok 1");
        }
    }
}
