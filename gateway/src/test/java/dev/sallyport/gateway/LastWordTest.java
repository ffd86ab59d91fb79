package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that still sends while it is turned away hears why, and is not cut off before. */
class LastWordTest {
    /** More than the buffers of both sides of a connection hold. */
    private static final byte[] MORE = new byte[16 << 20];

    @TempDir Path folder;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void reachesWhoIsTurnedAway() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(ByteBuffer.allocate(8).putInt(7).array());
            hearsAndSendsOn(client, "SP4004 ");
        }
    }

    @Test
    void reachesWhoseTriedSignInIsOnRecord() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(RawClient.startup("user", "nora", "database", "ehr"));
            client.next();
            client.send(new byte[] {'p', 0, 0, 0, 1});
            hearsAndSendsOn(client, "SP4004 ");
        }
    }

    @Test
    void reachesWhoseSessionEnds() throws Exception {
        try (RawClient client = gateway.rawNora()) {
            client.send(new byte[] {'Q', 0, 0, 0, 1});
            hearsAndSendsOn(client, "SP4004 ");
        }
    }

    @Test
    void reachesWhomTheDatabaseSendsAway() throws Exception {
        try (RawClient client = gateway.rawNora();
                Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nora'");
            hearsAndSendsOn(client, "SP4008 ");
        }
    }

    private static void hearsAndSendsOn(RawClient client, String said) throws IOException {
        assertThat(client.error().field('M')).startsWith(said);
        client.send(MORE);
        // What is sent on may be answered; the end is an end and no reset.
        client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
    }
}
