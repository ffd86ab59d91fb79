package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions are asked at sign-in and as long as a session lives; a change of policy is, too. */
class LivePolicyTest {
    private static final String ASSIGNED =
            "  - {person: nora, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n";

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterEach
    void asItWas() {
        gateway.apply(Hospital.snapshot());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Duration endOf(RawClient client, String words) throws Exception {
        long began = System.nanoTime();
        RawClient.Frame end = client.error();
        assertThat(end.field('S')).isEqualTo("FATAL");
        assertThat(end.field('M')).contains(words);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void letsNobodyInFromWhereTheConditionOfARoleDoesNotHold() throws Exception {
        gateway.apply(Hospital.nurse(folder, "when: 'in_network(network, \"10.0.0.0/8\")'"));
        assertThatThrownBy(gateway::nora)
                .hasMessageContaining(
                        "SP4032 role `nurse` of yours may not be used now or from here:"
                                + " `in_network(network, \"10.0.0.0/8\")` does not hold")
                .hasMessageContaining("20-roles.yaml:");
        gateway.apply(Hospital.nurse(folder, "when: 'in_network(network, \"127.0.0.0/8\")'"));
        gateway.nora().close();
    }

    @Test
    void letsNobodyInByADeviceOfWhichNothingIsKnown() throws Exception {
        gateway.apply(Hospital.nurse(folder, "when: 'device.managed == \"true\"'"));
        assertThatThrownBy(gateway::nora).hasMessageContaining("SP4032");
    }

    @Test
    void endsASessionWithinASecondOfTheHourThatItsRoleEndsAt() throws Exception {
        Instant end = Instant.now().plus(30, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        gateway.apply(Hospital.nurse(folder, "when: 'now < timestamp(\"" + end + "\")'"));
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("SELECT pg_sleep(60)"));
            gateway.advance(Duration.ofMinutes(31));
            assertThat(endOf(nora, "SP4032")).isLessThan(Duration.ofSeconds(1));
        } finally {
            gateway.advance(Duration.ofMinutes(-31));
        }
    }

    @Test
    void endsASessionMidQueryWhereAPolicyTakesTheRole() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("SELECT pg_sleep(60)"));
            gateway.apply(Hospital.changed(folder, ASSIGNED, ""));
            assertThat(endOf(nora, "holds no role now")).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(Logged.soon(() -> SessionEndTest.backends("true") == 0)).isTrue();
    }

    @Test
    void endsASessionThatLosesOneOfItsRoles() throws Exception {
        gateway.apply(Hospital.changed(folder, ASSIGNED, ASSIGNED + analyst()));
        try (RawClient nora = gateway.rawNora()) {
            gateway.apply(Hospital.snapshot());
            assertThat(endOf(nora, "SP4008 role `analyst` is yours no longer"))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void narrowsTheClocksOfASessionThatLives() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            gateway.apply(Hospital.nurse(folder, "sessions: {idle: 5m}"));
            gateway.advance(Duration.ofMinutes(6));
            assertThat(endOf(nora, "SP4030")).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void widensASessionByARoleAndRecordsItFromThenOn() throws Exception {
        try (Connection nora = gateway.nora()) {
            gateway.apply(Hospital.changed(folder, ASSIGNED, ASSIGNED + analyst()));
            assertThat(
                            Logged.soon(() -> {
                                try {
                                    nora.createStatement().execute("SELECT 1 AS wider");
                                } catch (java.sql.SQLException failure) {
                                    throw new IllegalStateException(failure);
                                }
                                return Logged.events(folder).stream()
                                        .anyMatch(event ->
                                                event.contains("as wider")
                                                        && event.contains(
                                                                "[\"nurse\",\"analyst\"]"));
                            }))
                    .isTrue();
        }
    }

    private static String analyst() {
        return "  - {person: nora, role: analyst, until: 2027-06-30, reason: Half-time}\n";
    }
}
