package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Target;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A simple query that fails in a transaction leaves its portal, the one without a name, with memory
 * that is gone. PostgreSQL 17.11 and 18.6 die of an Execute of it, and everybody's session with
 * them.
 */
final class LeftPortalTest {
    /** Plans are read where the memory of the first one was. */
    private static final String MORE = "SELECT id, body FROM notes ORDER BY id LIMIT 2";

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

    private static List<GatewayFixture> both() {
        return List.of(session, pooled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSE c", "ROLLBACK TO a", "FETCH 1 FROM c", "EXECUTE nix"})
    void anExecuteOfItFindsNone(String fails) throws Exception {
        for (GatewayFixture gateway : both()) {
            try (RawClient nora = gateway.rawNora()) {
                nora.ask("BEGIN");
                nora.ask(fails);
                nora.ask(MORE);
                nora.send(RawClient.bind("", "nix"), RawClient.sync());
                assertThat(nora.typesUntilReady()).isEqualTo("EZ");
                for (int time = 0; time < 2; time++) {
                    nora.send(RawClient.execute(""), RawClient.sync());
                    assertThat(nora.error().field('C')).isEqualTo("34000");
                    assertThat(nora.typesUntilReady()).isEqualTo("Z");
                }
                nora.ask("ROLLBACK");
                assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
            }
        }
    }

    /** Nothing is known of the transaction yet when the Execute comes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void alsoWhereAllOfItComesAtOnce(boolean boundBefore) throws Exception {
        for (GatewayFixture gateway : both()) {
            try (RawClient nora = gateway.rawNora()) {
                nora.ask("BEGIN");
                if (boundBefore) {
                    nora.send(RawClient.parse("", "SELECT 1"), RawClient.bind("", ""));
                }
                nora.send(
                        RawClient.query("CLOSE c"),
                        RawClient.query(MORE),
                        RawClient.execute(""),
                        RawClient.sync());
                assertThat(RawClient.types(nora.untilReady())).endsWith("EZ");
                assertThat(nora.typesUntilReady()).isEqualTo("EZ");
                assertThat(nora.error().field('C')).isEqualTo("34000");
                assertThat(nora.typesUntilReady()).isEqualTo("Z");
            }
        }
    }

    /** What is left alone: a portal of the client's own, also behind a query with nothing in it. */
    @ParameterizedTest
    @ValueSource(strings = {"", " -- nothing"})
    void aPortalThatWasBoundStays(String nothing) throws Exception {
        for (GatewayFixture gateway : both()) {
            try (RawClient nora = gateway.rawNora()) {
                nora.ask("BEGIN");
                nora.send(
                        RawClient.parse("", "SELECT 7"), RawClient.bind("", ""), RawClient.sync());
                assertThat(nora.typesUntilReady()).isEqualTo("12Z");
                nora.ask(nothing);
                nora.send(
                        new FrontendMessage.Describe(Target.PORTAL, ""),
                        RawClient.execute(""),
                        RawClient.sync());
                assertThat(nora.typesUntilReady()).isEqualTo("TDCZ");
                nora.ask("SELEC");
                nora.send(
                        RawClient.parse("", "ROLLBACK"),
                        RawClient.bind("", ""),
                        RawClient.execute(""),
                        RawClient.sync());
                assertThat(nora.typesUntilReady()).isEqualTo("12CZ");
            }
        }
    }
}
