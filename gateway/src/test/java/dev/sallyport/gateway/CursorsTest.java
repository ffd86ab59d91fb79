package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.bytes;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.query;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor is the one it is until it is closed, however its name is spelled. */
class CursorsTest {
    private static final String LONG = "n".repeat(63);

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @BeforeEach
    void asItWas() {
        gateway.apply(Hospital.snapshot());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** But for the notice that a name is cut. */
    private static String types(RawClient client, String sql) throws Exception {
        return RawClient.types(client.ask(sql)).replace("N", "");
    }

    @Test
    void countsItsPagesTogetherInEverySpelling() throws Exception {
        gateway.apply(Hospital.nurse(folder, "limits: {rows_per_query: 5}"));
        for (String[] spelled :
                new String[][] {
                    {"cc", "cc", "U&\"\\0063c\""},
                    {"c", "c", "U&\"\\0063\""},
                    {"U&\"\\0063\"", "C", "U&\"!0063\" UESCAPE '!'"},
                    {"\"a \"\" with\"", "\"a \"\" with\"", "U&\"a \"\" with\""},
                    {LONG, LONG + "a", LONG + "b"},
                    {LONG + "a", LONG + "b", LONG}
                }) {
            try (RawClient nora = gateway.rawNora()) {
                nora.ask("BEGIN");
                nora.ask("DECLARE " + spelled[0] + " CURSOR FOR SELECT id FROM notes");
                assertThat(types(nora, "FETCH 3 FROM " + spelled[1])).isEqualTo("TDDDCZ");
                assertThat(types(nora, "MOVE BACKWARD ALL IN " + spelled[1])).isEqualTo("CZ");
                assertThat(types(nora, "FETCH 3 FROM " + spelled[2])).isEqualTo("TDDEZ");
            }
        }
    }

    @Test
    void countsAgainWhereANameIsOfAnotherCursor() throws Exception {
        gateway.apply(Hospital.nurse(folder, "limits: {rows_per_query: 5}"));
        try (RawClient nora = gateway.rawNora()) {
            for (String close : new String[] {"CLOSE U&\"\\0063\"", "CLOSE ALL", "CLOSE c"}) {
                nora.ask("BEGIN");
                nora.ask("DECLARE c CURSOR FOR SELECT id FROM notes");
                assertThat(types(nora, "FETCH 4 FROM c")).isEqualTo("TDDDDCZ");
                assertThat(types(nora, close)).isEqualTo("CZ");
                nora.ask("DECLARE c CURSOR FOR SELECT id FROM notes");
                assertThat(types(nora, "FETCH 4 FROM c")).isEqualTo("TDDDDCZ");
                nora.ask("COMMIT");
            }
        }
    }

    /** In a transaction that has failed nothing ends a cursor, nor gives its name to another. */
    @Test
    void countsOnWhereSomethingElseOfItsNameFailed() throws Exception {
        gateway.apply(Hospital.nurse(folder, "limits: {rows_per_query: 5}"));
        for (Outgoing[] fails :
                new Outgoing[][] {
                    {parse("", "SELECT 1"), bind("c", ""), sync()},
                    {query("DECLARE c CURSOR WITH HOLD FOR SELECT 1")},
                    {query("CLOSE c")},
                    {query("CLOSE ALL")},
                    {execute("c"), sync()}
                }) {
            try (RawClient nora = gateway.rawNora()) {
                nora.ask("DECLARE c CURSOR WITH HOLD FOR SELECT id FROM notes");
                assertThat(types(nora, "FETCH 3 FROM c")).isEqualTo("TDDDCZ");
                nora.ask("BEGIN");
                nora.ask("SELECT 1/0");
                nora.send(fails);
                assertThat(nora.typesUntilReady()).endsWith("EZ");
                nora.ask("ROLLBACK");
                assertThat(types(nora, "FETCH 3 FROM c")).isEqualTo("TDDEZ");
            }
        }
    }

    /** What is judged again is refused; what is forgotten is asked of the database. */
    private static String failure(RawClient client, String sql) throws Exception {
        RawClient.Frame first = client.ask(sql).getFirst();
        if (first.type() != 'E') {
            return "";
        }
        return first.field('M').startsWith("SP2060") ? "SP2060" : first.field('C');
    }

    private static void refuseQueries(RawClient client) throws Exception {
        gateway.apply(Hospital.nurse(folder, "statements: [insert]"));
        while (failure(client, "SELECT id FROM notes").isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSE c", "CLOSE U&\"\\0063\"", "CLOSE ALL", "DISCARD ALL", "Close"})
    void isForgottenWhenItIsClosed(String close) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("DECLARE c CURSOR WITH HOLD FOR SELECT id FROM notes");
            nora.ask("DECLARE d CURSOR WITH HOLD FOR SELECT id FROM notes");
            if (close.equals("Close")) {
                nora.send(bytes(new FrontendMessage.Close(Target.PORTAL, "c"), sync()));
                assertThat(nora.typesUntilReady()).isEqualTo("3Z");
            } else {
                assertThat(types(nora, close)).isEqualTo("CZ");
            }
            refuseQueries(nora);

            assertThat(failure(nora, "FETCH c")).isEqualTo("34000");
            assertThat(failure(nora, "FETCH d"))
                    .isEqualTo(close.endsWith("ALL") ? "34000" : "SP2060");
        }
    }

    @Test
    void staysBehindItsTransactionOnlyIfItWasDeclaredSo() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            nora.ask("DECLARE stays CURSOR WITH HOLD FOR SELECT id FROM notes");
            nora.ask("DECLARE goes CURSOR FOR SELECT id FROM notes");
            nora.ask("COMMIT");
            refuseQueries(nora);

            assertThat(failure(nora, "FETCH stays")).isEqualTo("SP2060");
            assertThat(failure(nora, "FETCH goes")).isEqualTo("34000");
        }
    }

    @Test
    void takesNoRoomOnceItIsClosed() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            for (int i = 0; i <= Conversation.NAMES; i += 100) {
                StringBuilder text = new StringBuilder();
                for (int j = i; j < i + 100; j++) {
                    text.append(
                            "DECLARE c" + j + " CURSOR WITH HOLD FOR SELECT 1; CLOSE c" + j + ";");
                }
                assertThat(types(nora, text.toString())).isEqualTo("C".repeat(200) + "Z");
            }
            assertThat(types(nora, "DECLARE more CURSOR WITH HOLD FOR SELECT 1")).isEqualTo("CZ");
            nora.send(RawClient.parse("more", "SELECT 1"), sync());
            assertThat(nora.typesUntilReady()).isEqualTo("1Z");
        }
    }
}
