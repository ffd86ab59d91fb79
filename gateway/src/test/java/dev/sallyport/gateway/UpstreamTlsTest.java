package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the database, encrypted or not taken. */
class UpstreamTlsTest {

    @TempDir static Path folder;
    private static OwnPostgres postgres;
    private static ServerCertificate right;
    private static ServerCertificate other;
    private static ServerCertificate elsewhere;
    private static ServerCertificate expired;

    @BeforeAll
    static void start() throws Exception {
        postgres = OwnPostgres.start();
        right = ServerCertificate.create(folder, "right", ServerCertificate.HERE);
        other = ServerCertificate.create(folder, "other", ServerCertificate.HERE);
        elsewhere = ServerCertificate.create(folder, "elsewhere", "-ext san=dns:db.example");
        expired =
                ServerCertificate.create(
                        folder, "expired", "-ext san=ip:127.0.0.1 -startdate -20d -validity 5");
        try (Connection admin = postgres.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE ehr");
        }
        try (Connection admin = postgres.asAdmin("ehr")) {
            GatewayFixture.furnish(admin);
        }
        Files.writeString(
                postgres.data().resolve("pg_hba.conf"),
                """
                host    all postgres 127.0.0.1/32 trust
                hostssl all all      127.0.0.1/32 scram-sha-256
                """);
        show(right);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    /** What the server shows from now on; new connections see it at once. */
    private static void show(ServerCertificate certificate) throws Exception {
        try (Connection admin = postgres.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            for (String setting :
                    new String[] {
                        "ssl_cert_file = '" + certificate.certificate() + "'",
                        "ssl_key_file = '" + certificate.key() + "'",
                        "ssl = on"
                    }) {
                statement.execute("ALTER SYSTEM SET " + setting);
            }
        }
        postgres.restart();
    }

    private static GatewayFixture gateway(String host, String options) throws Exception {
        return GatewayFixture.before(
                UpstreamTarget.of(
                        "postgresql://%s:%d/?%s".formatted(host, postgres.port(), options)),
                Files.createTempDirectory(folder, "record"));
    }

    private static String verifying(ServerCertificate authority) {
        return "sslmode=verify-full&sslrootcert=" + authority.certificate();
    }

    private static String backend(Connection nora) throws Exception {
        try (Statement statement = nora.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void verifiesTheServerByAddressAndByName() throws Exception {
        for (String host : new String[] {"127.0.0.1", "localhost"}) {
            try (GatewayFixture gateway = gateway(host, verifying(right));
                    Connection nora = gateway.nora()) {
                assertThat(backend(nora)).isEqualTo("t");
            }
        }
    }

    @Test
    void bindsTheProofToTheConnectionWhereNoAuthorityVouches() throws Exception {
        try (GatewayFixture gateway = gateway("127.0.0.1", "sslmode=require");
                Connection nora = gateway.nora()) {
            assertThat(backend(nora)).isEqualTo("t");
        }
    }

    @Test
    void cancelsThroughTheEncryption() throws Exception {
        try (GatewayFixture gateway = gateway("localhost", verifying(right));
                Connection nora = gateway.nora();
                Statement statement = nora.createStatement()) {
            CompletableFuture<Void> running =
                    CompletableFuture.runAsync(() ->
                            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                                    .hasMessageContaining("cancel"));
            assertThat(Logged.soon(UpstreamTlsTest::sleeps)).isTrue();
            statement.cancel();
            running.get();
        }
    }

    private static boolean sleeps() {
        try (Connection admin = postgres.asAdmin("ehr");
                Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) {
            return rows.next();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void neverSpeaksInTheClear() throws Exception {
        try (GatewayFixture gateway = gateway("127.0.0.1", "sslmode=disable")) {
            assertThatThrownBy(gateway::nora).hasMessageContaining("SP4007 ");
        }
        try (GatewayFixture gateway = gateway("127.0.0.1", verifying(other))) {
            refuses(gateway, "not signed by the authority");
        }
    }

    @Test
    void refusesACertificateThatProvesNothing() throws Exception {
        try (GatewayFixture gateway = gateway("127.0.0.1", verifying(elsewhere))) {
            show(elsewhere);
            refuses(gateway, "for another host");
        }
        try (GatewayFixture gateway = gateway("127.0.0.1", verifying(expired))) {
            show(expired);
            refuses(gateway, "has expired");
        } finally {
            show(right);
        }
    }

    private static void refuses(GatewayFixture gateway, String why) {
        assertThatThrownBy(gateway::nora)
                .hasMessageContaining("SP4060 ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("127.0.0.1");
    }

    @Test
    void refusesAServerWithoutTls() throws Exception {
        try (OwnPostgres plain = OwnPostgres.start();
                GatewayFixture gateway =
                        GatewayFixture.before(
                                UpstreamTarget.of(
                                        "postgresql://127.0.0.1:"
                                                + plain.port()
                                                + "/?"
                                                + verifying(right)),
                                Files.createTempDirectory(folder, "record"))) {
            refuses(gateway, "offers no TLS");
        }
    }
}
