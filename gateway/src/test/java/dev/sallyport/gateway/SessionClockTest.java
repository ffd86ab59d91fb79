package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.Outgoing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session ends by the first of its clocks, is told before, and hears the true reason. */
class SessionClockTest {
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

    private static RawClient noraUnder(String sessions) throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: " + sessions));
        return gateway.rawNora();
    }

    @Test
    void warnsAndEndsASessionInWhichNothingIsAsked() throws Exception {
        try (RawClient nora = noraUnder("{idle: 15m, max: 10h}")) {
            gateway.advance(Duration.ofMinutes(13).plusSeconds(30));
            RawClient.Frame warning = nora.next();
            assertThat(warning.type()).isEqualTo('N');
            assertThat(warning.field('S')).isEqualTo("NOTICE");
            assertThat(warning.field('M')).startsWith("SP4034 this session ends in 89 s, at ");
            assertThat(warning.field('H')).isEqualTo("Run a statement to stay.");

            gateway.advance(Duration.ofMinutes(2));
            RawClient.Frame end = nora.error();
            assertThat(end.field('S')).isEqualTo("FATAL");
            assertThat(end.field('C')).isEqualTo("57P05");
            assertThat(end.field('M'))
                    .isEqualTo(
                            "SP4030 nothing was asked for 15m, the longest that role `nurse` lets a"
                                    + " session wait");
            assertThat(end.field('D')).contains("20-roles.yaml:");
            assertThat(nora.isClosed()).isTrue();
        }
        assertThat(
                        Logged.soon(() ->
                                Logged.events(folder).stream()
                                        .anyMatch(event ->
                                                event.contains("session.close")
                                                        && event.contains("SP4030"))))
                .isTrue();
    }

    @Test
    void warnsAsEarlyAsThePolicySaysAndNotOfWhatAStatementPutOff() throws Exception {
        try (RawClient nora = noraUnder("{idle: 1h, warn: 20m}")) {
            gateway.advance(Duration.ofMinutes(41));
            assertThat(nora.next().field('M')).startsWith("SP4034 this session ends in 18 min");
            nora.ask("SELECT 1");
            gateway.advance(Duration.ofMinutes(35));
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @Test
    void takesARunningStatementForNoIdleness() throws Exception {
        try (RawClient nora = noraUnder("{idle: 15m}")) {
            nora.send(RawClient.query("SELECT pg_sleep(0.8)"));
            gateway.advance(Duration.ofMinutes(20));
            assertThat(nora.typesUntilReady()).isEqualTo("TDCZ");
        }
    }

    /** The database keeps its answers until a Sync asks for them. */
    @Test
    void takesAClientThatStopsInTheMiddleOfABatchForIdle() throws Exception {
        for (Outgoing[] batch :
                new Outgoing[][] {
                    {RawClient.parse("", "SELECT 1")},
                    {RawClient.parse("", "SELECT 1"), RawClient.bind("", ""), RawClient.execute("")}
                }) {
            try (RawClient nora = noraUnder("{idle: 15m}")) {
                nora.send(batch);
                assertThat(nora.next().type()).isEqualTo('1');
                gateway.advance(Duration.ofMinutes(16));
                assertThat(nora.error().field('M')).startsWith("SP4030 ");
            }
        }
    }

    @Test
    void takesAnOpenTransactionInWhichNothingRunsForIdle() throws Exception {
        try (RawClient nora = noraUnder("{idle: 15m}")) {
            nora.ask("BEGIN");
            gateway.advance(Duration.ofMinutes(16));
            assertThat(nora.error().field('M')).startsWith("SP4030");
        }
    }

    @Test
    void endsASessionAtItsGreatestAgeHoweverBusy() throws Exception {
        try (RawClient nora = noraUnder("{idle: 2h, max: 10h}")) {
            nora.send(RawClient.query("SELECT pg_sleep(60)"));
            gateway.advance(Duration.ofHours(10));
            RawClient.Frame end = nora.error();
            assertThat(end.field('C')).isEqualTo("57P01");
            assertThat(end.field('M'))
                    .isEqualTo(
                            "SP4031 this session is 10h old, the longest that role `nurse` lets one"
                                    + " last");
        }
    }

    @Test
    void endsASessionWithTheAssignmentThatGaveIt() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            gateway.advance(Duration.ofDays(2_000));
            assertThat(nora.error().field('M'))
                    .startsWith("SP4008 a role of yours has ended, and this session with it");
        } finally {
            gateway.advance(Duration.ofDays(-2_000));
        }
    }

    @Test
    void stopsAStatementThatRunsTooLongAndKeepsTheSession() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {statement: 2m}"));
        try (Connection nora = gateway.nora();
                Statement statement = nora.createStatement()) {
            Thread jump =
                    Thread.ofVirtual()
                            .start(() -> {
                                Logged.soon(() ->
                                        SessionEndTest.backends("wait_event = 'PgSleep'") == 1);
                                gateway.advance(Duration.ofMinutes(2));
                            });
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failed -> {
                                assertThat(failed.getSQLState()).isEqualTo("57014");
                                assertThat(failed.getMessage())
                                        .contains("SP4033 the statement ran for more than 2m");
                            });
            jump.join();
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void warnsBetweenTwoMessagesOfALongResultOnly() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {max: 1h}"));
        try (Connection nora = gateway.nora();
                Statement statement = nora.createStatement()) {
            gateway.advance(Duration.ofMinutes(59));
            var rows =
                    statement.executeQuery(
                            "SELECT repeat('x', 3000) FROM generate_series(1, 60000)");
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(60_000);
            // Among the rows, or after the last.
            assertThat(isWarning(statement.getWarnings()) || Logged.soon(() -> warned(nora)))
                    .isTrue();
        }
    }

    @Test
    void opensNoMoreSessionsThanThePolicyLetsAPersonHave() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {at_once: 2}"));
        try (Connection first = gateway.nora()) {
            gateway.nora().close();
            try (Connection second = gateway.nora()) {
                assertThatThrownBy(gateway::nora)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                failed -> assertThat(failed.getSQLState()).isEqualTo("53300"))
                        .hasMessageContaining("SP4037 you have 2 sessions open");
                assertThat(second.isValid(1)).isTrue();
            }
            assertThat(first.isValid(1)).isTrue();
        }
    }

    private static boolean warned(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return isWarning(statement.getWarnings());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean isWarning(@Nullable SQLWarning warning) {
        return warning != null && String.valueOf(warning.getMessage()).contains("SP4034");
    }
}
