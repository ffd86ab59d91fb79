package dev.sallyport.gateway;

import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message of the protocol and each refusal, byte by byte. */
class WireScriptTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Stream<WireScript> scripts() throws IOException {
        return WireScript.all().stream();
    }

    private static Stream<WireScript> serversScripts() throws IOException {
        return scripts().filter(WireScript::isTheServersToo);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void isAnsweredAsWritten(WireScript script) throws Exception {
        try (RawClient client = script.signedIn() ? gateway.rawNora() : gateway.raw()) {
            script.play(client);
        }
    }

    /** What is written is not our opinion. */
    @ParameterizedTest
    @MethodSource("serversScripts")
    void isAnsweredAsTheServerDoes(WireScript script) throws Exception {
        try (RawClient client = RawClient.open(RealPostgres.shared().port()).takingResets()) {
            client.signIn("nora", GatewayFixture.SECRET, "ehr");
            script.play(client);
        }
    }
}
