package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.OwnPostgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is full, down, back, or another one now. */
class OutageTest {
    /** Longer than a restart of an empty server, shorter than a test's patience. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private static final Duration IMPATIENT = Duration.ofMillis(200);

    @TempDir static Path folder;
    private static OwnPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = OwnPostgres.start();
        try (Connection admin = postgres.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE ehr");
        }
        try (Connection admin = postgres.asAdmin("ehr");
                Statement statement = admin.createStatement()) {
            GatewayFixture.furnish(admin);
            statement.execute("ALTER ROLE nora CONNECTION LIMIT 2");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private static GatewayFixture gateway(Duration patience, TargetRole role, OwnPostgres... hosts)
            throws Exception {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (OwnPostgres host : hosts) {
            addresses.add(GatewayFixture.loopback(host.port()));
        }
        return GatewayFixture.before(
                new UpstreamTarget(addresses, UpstreamTls.disable(), role, patience, 1),
                Files.createTempDirectory(folder, "record"));
    }

    private static CompletableFuture<Void> signingIn(GatewayFixture gateway) {
        return CompletableFuture.runAsync(() -> {
            try (Connection nora = gateway.nora()) {
                assertThat(nora.isValid(1)).isTrue();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void saysThatAnAccountIsFullAndWaitsForRoom() throws Exception {
        try (GatewayFixture gateway = gateway(IMPATIENT, TargetRole.ANY, postgres);
                Connection one = gateway.nora();
                Connection two = gateway.nora()) {
            assertThat(one.isValid(1) && two.isValid(1)).isTrue();
            assertThatThrownBy(gateway::nora)
                    .hasMessageContaining("SP4061 ")
                    .hasMessageContaining("Close connections you do not need")
                    .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                    .extracting(SQLException::getSQLState)
                    .isEqualTo("53300");
        }
        try (GatewayFixture gateway = gateway(PATIENT, TargetRole.ANY, postgres);
                Connection one = gateway.nora();
                Connection two = gateway.nora()) {
            CompletableFuture<Void> third = signingIn(gateway);
            assertThat(Logged.soon(() -> gateway.waiting() == 1)).isTrue();
            one.abort(Runnable::run);
            third.get();
            assertThat(two.isValid(1)).isTrue();
            assertThat(gateway.waiting()).isZero();
        }
    }

    @Test
    void tellsSessionsWhyTheyEndAndTakesNewOnesAfterARestart() throws Exception {
        try (GatewayFixture gateway = gateway(PATIENT, TargetRole.ANY, postgres);
                RawClient told = gateway.rawNora();
                RawClient dropped = gateway.rawNora()) {
            postgres.stop();
            assertThat(told.error().field('M')).startsWith("SP4008");
            assertThat(dropped.error().field('S')).isEqualTo("FATAL");
            CompletableFuture<Void> waiting = signingIn(gateway);
            assertThat(Logged.soon(() -> gateway.waiting() == 1)).isTrue();
            postgres.begin();
            waiting.get();
        }
    }

    @Test
    void saysThatTheDatabaseVanished() throws Exception {
        try (GatewayFixture gateway = gateway(PATIENT, TargetRole.ANY, postgres);
                RawClient nora = gateway.rawNora()) {
            postgres.crash();
            RawClient.Frame last = nora.error();
            assertThat(last.field('M')).startsWith("SP4064");
            assertThat(last.field('C')).isEqualTo("08006");
            assertThat(nora.isClosed()).isTrue();
        } finally {
            postgres.begin();
        }
    }

    @Test
    void saysThatTheDatabaseDoesNotAnswer() throws Exception {
        try (GatewayFixture gateway = gateway(IMPATIENT, TargetRole.ANY, postgres)) {
            postgres.stop();
            assertThatThrownBy(gateway::nora).hasMessageContaining("SP4062 ");
            assertThat(gateway.waiting()).isZero();
        } finally {
            postgres.begin();
        }
    }

    /** As where packets are dropped: what takes its time is not the client's sign-in. */
    @Test
    void saysThatTheDatabaseSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GatewayFixture gateway =
                        GatewayFixture.before(
                                new UpstreamTarget(
                                        List.of(GatewayFixture.loopback(silent.getLocalPort())),
                                        UpstreamTls.disable(),
                                        TargetRole.ANY,
                                        IMPATIENT,
                                        1),
                                Files.createTempDirectory(folder, "record"),
                                Encryption.none(),
                                Duration.ofSeconds(2))) {
            assertThatThrownBy(gateway::nora).hasMessageContaining("SP4062 ");
        }
    }

    @Test
    void letsNoMoreWaitThanThereAreSeats() throws Exception {
        try (GatewayFixture gateway = gateway(PATIENT, TargetRole.ANY, postgres)) {
            postgres.stop();
            gateway.fillWaitingRoom();
            assertThatThrownBy(gateway::nora).hasMessageContaining("SP4062 ");
        } finally {
            postgres.begin();
        }
    }

    @Test
    void findsTheServerOfTheRoleAskedForAndFollowsAFailover() throws Exception {
        try (OwnPostgres standby = postgres.standby();
                GatewayFixture primary =
                        gateway(PATIENT, TargetRole.READ_WRITE, standby, postgres);
                GatewayFixture reading =
                        gateway(PATIENT, TargetRole.PREFER_STANDBY, postgres, standby);
                GatewayFixture none = gateway(IMPATIENT, TargetRole.STANDBY, postgres)) {
            assertThat(inRecovery(primary)).isFalse();
            assertThat(inRecovery(reading)).isTrue();
            assertThatThrownBy(none::nora).hasMessageContaining("SP4063 ");

            postgres.stop();
            CompletableFuture<Void> waiting = signingIn(primary);
            assertThat(Logged.soon(() -> primary.waiting() == 1)).isTrue();
            standby.promote();
            waiting.get();
            assertThat(inRecovery(primary)).isFalse();
            assertThat(inRecovery(reading)).isFalse();
        } finally {
            postgres.begin();
        }
    }

    private static boolean inRecovery(GatewayFixture gateway) throws SQLException {
        try (Connection nora = gateway.nora();
                Statement statement = nora.createStatement();
                var rows = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
