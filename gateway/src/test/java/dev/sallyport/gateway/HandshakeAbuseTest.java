package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.AuthenticationResponse.PasswordMessage;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import dev.sallyport.wire.StartupPacket.GssEncRequest;
import dev.sallyport.wire.StartupPacket.SslRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeAbuseTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder, Encryption.none(), GatewayFixture.IMPATIENT);
        // The first sign-in of a JVM loads its classes; the deadline is for those after it.
        gateway.raw().signIn("nora", "demo", "ehr");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 10_005, Integer.MAX_VALUE, -1, 0x47455420})
    void refusesAFirstPacketOfAnImpossibleLength(int length) throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(ByteBuffer.allocate(8).putInt(length).array());
            RawClient.Frame error = client.error();
            assertThat(error.field('C')).isEqualTo("08P01");
            assertThat(error.field('M')).startsWith("SP4004");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void closesWhoStallsAnywhereAndDelaysNobodyElse() throws Exception {
        List<RawClient> stalled = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            stalled.add(gateway.raw());
        }
        stalled.get(0).send(new byte[] {0, 0});
        stalled.get(1).send(RawClient.startup("user", "nora", "database", "ehr"));
        stalled.get(2).send(RawClient.startup("user", "nora", "database", "ehr"));
        stalled.get(2).send(new byte[] {'p', 0, 0});
        long began = System.nanoTime();
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(GatewayFixture.IMPATIENT);
        for (RawClient client : stalled) {
            assertThat(client.error().field('M')).startsWith("SP4006");
            assertThat(client.isClosed()).isTrue();
            client.close();
        }
    }

    @Test
    void closesWhoStallsInTheTlsHandshakeOrNeverReads() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(new SslRequest());
            assertThat(client.octet()).isEqualTo('N');
            assertThat(client.error().field('M')).startsWith("SP4006");
        }
    }

    @Test
    void answersAWrongPasswordAndAnUnknownNameAlike() throws Exception {
        for (String login : List.of("nora", "nobody")) {
            try (RawClient client = gateway.raw()) {
                var error = client.signIn(login, "wrong", "ehr").getLast();
                assertThat(error.field('C')).isEqualTo("28P01");
                assertThat(error.field('S')).isEqualTo("FATAL");
                assertThat(error.field('M')).contains("\"" + login + "\"");
                assertThat(client.isClosed()).isTrue();
            }
        }
        assertThat(Logged.events(folder))
                .filteredOn(event -> event.contains("session.refused"))
                .anyMatch(event -> event.contains("\"claimed\":\"nobody\""))
                .anyMatch(event -> event.contains("\"claimed\":\"nora\""));
    }

    @Test
    void tellsSomebodyWhoseAccountTheDatabaseDoesNotHave() throws Exception {
        try (RawClient client = gateway.raw()) {
            var error = client.signIn("omar", "demo", "ehr").getLast();
            assertThat(error.field('C')).isEqualTo("08006");
            assertThat(error.field('M')).startsWith("SP4007").contains("SQLSTATE 28P01");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void refusesAnUnknownDatabaseByTheProtocolsCode() throws Exception {
        try (RawClient client = gateway.raw()) {
            var error = client.signIn("nora", "demo", "elsewhere").getLast();
            assertThat(error.field('C')).isEqualTo("3D000");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "database", "on", "1", "yes", "t"})
    void refusesReplication(String value) throws Exception {
        refused("0A000", "user", "nora", "database", "ehr", "replication", value);
    }

    private static void refused(String sqlState, String... parameters) throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(RawClient.startup(parameters));
            assertThat(client.error().field('C')).isEqualTo(sqlState);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void refusesAParameterNamedTwice() throws Exception {
        assertThat(startupError(3, 0, "user\0nora\0user\0omar\0\0")).isEqualTo("08P01");
    }

    @Test
    void refusesProtocolTwoAndAMajorVersionToCome() throws Exception {
        assertThat(startupError(2, 0, "whatever")).isEqualTo("0A000");
        assertThat(startupError(4, 0, "whatever")).isEqualTo("0A000");
    }

    private static byte[] packet(int major, int minor, String body) {
        byte[] rest = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + rest.length)
                .putInt(8 + rest.length)
                .putInt(major << 16 | minor)
                .put(rest)
                .array();
    }

    private static String startupError(int major, int minor, String body) throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(packet(major, minor, body));
            String sqlState = client.error().field('C');
            assertThat(client.isClosed()).isTrue();
            return sqlState;
        }
    }

    @ParameterizedTest
    @CsvSource({"0,8", "1,8", "2,36"})
    void speaksTheMinorVersionsThereAre(int minor, int keyLength) throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(packet(3, minor, "user\0nora\0database\0ehr\0\0"));
            assertThat(client.prove("demo"))
                    .filteredOn(frame -> frame.type() == 'K')
                    .singleElement()
                    .satisfies(key -> assertThat(key.body().readableBytes()).isEqualTo(keyLength));
        }
    }

    /** The last is what libpq sends to find out who cannot say no. */
    @ParameterizedTest
    @CsvSource({"0,0", "2,2", "3,2", "9999,2"})
    void negotiatesNewerMinorVersionsAndUnknownOptions(int minor, int spoken) throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(packet(3, minor, "user\0nora\0database\0ehr\0_pq_.hover\0on\0\0"));
            var answer = client.next();
            assertThat(answer.type()).isEqualTo('v');
            assertThat(answer.body().getInt(0)).isEqualTo(3 << 16 | spoken);
            assertThat(answer.text()).contains("_pq_.hover");
            assertThat(client.prove("demo").getLast().type()).isEqualTo('Z');
        }
    }

    @Test
    void answersEachEncryptionRequestOnce() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(new GssEncRequest());
            assertThat(client.octet()).isEqualTo('N');
            client.send(new SslRequest());
            assertThat(client.octet()).isEqualTo('N');
            assertThat(client.signIn("nora", "demo", "ehr").getLast().type()).isEqualTo('Z');
        }
        for (var request : List.of(new GssEncRequest(), new SslRequest())) {
            try (RawClient client = gateway.raw()) {
                client.send(request);
                assertThat(client.octet()).isEqualTo('N');
                client.send(request);
                assertThat(client.error().field('C')).isEqualTo("08P01");
            }
        }
    }

    @Test
    void refusesPlainBytesBehindAnSslRequest() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(
                    RawClient.bytes(
                            new SslRequest(),
                            RawClient.startup("user", "nora", "database", "ehr")));
            assertThat(client.error().field('C')).isEqualTo("08P01");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void closesOnACancelRequestWithAWrongKey() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(new CancelRequest(CancelKey.random(1, 4, new SecureRandom())));
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void refusesAPasswordInTheClear() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(RawClient.startup("user", "nora", "database", "ehr"));
            client.send(new PasswordMessage("demo"));
            assertThat(client.error().field('C')).isEqualTo("08P01");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void refusesAMessageTooLongForAnAnswerToTheHandshake() throws Exception {
        try (RawClient client = gateway.raw()) {
            client.send(RawClient.startup("user", "nora", "database", "ehr"));
            client.send(new byte[] {'p', 0x7f, -1, -1, -1});
            assertThat(client.error().field('C')).isEqualTo("08P01");
            assertThat(client.isClosed()).isTrue();
        }
    }
}
