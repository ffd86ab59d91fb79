package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that does not follow the protocol ends the session it does it in, and no other. */
class HostileServerTest {
    private static final int ANSWERS = Boolean.getBoolean("sallyport.full") ? 5_000 : 60;

    @TempDir static Path before;
    @TempDir static Path folder;
    private static GatewayFixture first;
    private static HostileServer server;
    private static GatewayFixture gateway;
    private static RawClient bystander;

    @BeforeAll
    static void start() throws Exception {
        first = GatewayFixture.start(before);
        server = HostileServer.before(RealPostgres.shared().port());
        gateway =
                GatewayFixture.before(
                        UpstreamTarget.plain(GatewayFixture.loopback(server.port())), folder);
        bystander = gateway.rawNora();
    }

    @AfterAll
    static void stop() throws Exception {
        bystander.close();
        gateway.close();
        server.close();
        first.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "570000000700000000", // CopyBoth, which only a replica asks for
                "7e00000004", // no type there is
                "4400000003", // a length too short for itself
                "54ffffffff", // a negative length
                "540fffffff", // a RowDescription of 256 MB, of which nothing comes
                "5a0000000549440000000600004300000004", // rows behind the last answer
                "4500000004", // an error without a field
                "450000000553", // an error without an end
                "4500000009534552524f5200", // an error with less in it than it says
                "43000000064f4b", // the end of a command without an end
                "5200000008000000005a0000000549", // another greeting
                "5300000004", // a setting without a name
                "31000000043200000004", // answers to what was not asked
                "56000000080000000f", // the answer to a function call
                "5a0000000558" // ready in no state there is
            })
    void endsTheSessionOrGoesOn(String answer) throws Exception {
        says(answer);
    }

    private static void says(String answer) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("say " + answer));
            nora.socket().shutdownOutput();
            assertThat(nora.untilClosed()).as(answer).isNotNull();
        }
        assertThat(RawClient.types(bystander.ask("SELECT 1"))).isEqualTo("TDCZ");
    }

    @Test
    void survivesAnyNoiseForAnAnswer() throws Exception {
        List<String> real =
                List.of(
                        "540000001b00016100000000000000000000170004ffffffff0000",
                        "440000000b00010000000131",
                        "430000000d53454c454354203100",
                        "5a0000000549",
                        "4e0000001953574152" + "4e494e4700433031303030004d610000");
        for (int number = 0; number < ANSWERS; number++) {
            byte[] noise =
                    new Mutation(new Random(number))
                            .of(real.stream().map(HexFormat.of()::parseHex).toList());
            if (noise.length > 0) {
                says(HexFormat.of().formatHex(noise));
            }
        }
        assertThat(Logged.soon(() -> gateway.server().sessions().people().size() == 1)).isTrue();
        assertThat(Leaks.found()).isEmpty();
    }
}
