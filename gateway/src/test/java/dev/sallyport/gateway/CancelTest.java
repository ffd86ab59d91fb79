package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelTest {
    /** Far more than anybody presses. */
    private static final int FLOOD = 40;

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

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void cancelsOnceHoweverOftenItIsAsked(int minor) throws Exception {
        try (RawClient nora = gateway.raw()) {
            CancelKey key = signIn(nora, minor);
            nora.send(RawClient.query("SELECT pg_sleep(60)"));
            List<RawClient> asking = new ArrayList<>();
            do {
                // The first may come before the statement has begun, and is lost then.
                asking.add(ask(key));
            } while (asking.size() < FLOOD);
            assertThat(nora.error().field('C')).isEqualTo("57014");
            for (RawClient client : asking) {
                assertThat(client.isClosed()).isTrue();
                client.close();
            }
            nora.untilReady();
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    /** A driver that holds anything else for no process does not even ask. */
    @Test
    void givesAProcessIdThatIsPositive() throws Exception {
        for (int time = 0; time < FLOOD; time++) {
            try (RawClient nora = gateway.raw()) {
                assertThat(signIn(nora, 0).processId()).isPositive();
            }
        }
    }

    private static RawClient ask(CancelKey key) throws IOException {
        RawClient client = gateway.raw();
        client.send(new CancelRequest(key));
        return client;
    }

    static CancelKey signIn(RawClient client, int minor) throws IOException {
        var asked = RawClient.startup("user", "nora", "database", "ehr");
        client.send(new Startup(asked.major(), minor, asked.parameters()));
        return client.prove("demo").stream()
                .filter(frame -> frame.type() == 'K')
                .map(RawClient.Frame::body)
                .map(body -> CancelKey.of(body.readInt(), ByteBufUtil.getBytes(body)))
                .findFirst()
                .orElseThrow();
    }
}
