package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionEndTest {
    private static final Problem LEFT =
            Problem.of(ProblemCode.SP4008, "your assignment has ended", "ask for another");

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

    static long backends(String condition) {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'nora' AND "
                                        + condition)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** But for accounts that are kept warm. */
    private static boolean nobodyIsLeft() {
        return Logged.soon(() ->
                gateway.server().sessions().people().isEmpty()
                        && backends("query NOT LIKE '%keeps this account warm%'") == 0);
    }

    @Test
    void endsAnIdleSessionWithinASecond() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            ends(nora);
        }
    }

    @Test
    void endsABusySessionAndItsStatementWithinASecond() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("SELECT pg_sleep(60)"));
            assertThat(Logged.soon(() -> backends("wait_event = 'PgSleep'") == 1)).isTrue();
            ends(nora);
        }
        assertThat(Logged.events(folder))
                .anyMatch(event ->
                        event.contains("pg_sleep") && event.contains("\"st\":\"unknown\""));
    }

    private static void ends(RawClient nora) throws Exception {
        long began = System.nanoTime();
        gateway.server().sessions().end(List.of("nora"), LEFT);
        var error = nora.error();
        assertThat(error.field('M')).startsWith("SP4008");
        assertThat(error.field('S')).isEqualTo("FATAL");
        assertThat(nora.isClosed()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(nobodyIsLeft()).isTrue();
    }

    @Test
    void endsASessionWhoseClientDoesNotRead() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("SELECT repeat('x', 1000) FROM generate_series(1, 100000)"));
            assertThat(Logged.soon(() -> backends("wait_event = 'ClientWrite'") == 1)).isTrue();
            gateway.server().sessions().end(List.of("nora"), LEFT);
            assertThat(nobodyIsLeft()).isTrue();
        }
    }

    @Test
    void saysSoWhereTheDatabaseEndsTheSession() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            try (Connection admin = GatewayFixture.admin();
                    Statement statement = admin.createStatement()) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE usename = 'nora'");
            }
            assertThat(nora.error().field('M')).startsWith("SP4008");
            assertThat(nora.isClosed()).isTrue();
        }
        assertThat(nobodyIsLeft()).isTrue();
    }

    @Test
    void leavesNothingBehindWhereAClientVanishesInAStatement() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("SELECT pg_sleep(60)"));
            assertThat(Logged.soon(() -> backends("wait_event = 'PgSleep'") == 1)).isTrue();
        }
        assertThat(nobodyIsLeft()).isTrue();
    }

    @Test
    void leavesNothingBehindWhereAClientVanishesInAResult() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("SELECT repeat('x', 1000) FROM generate_series(1, 100000)"));
            nora.next();
            nora.socket().setSoLinger(true, 0);
        }
        assertThat(nobodyIsLeft()).isTrue();
    }

    @Test
    void ofASessionThatNobodyClosesTheEndIsOnRecord() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT 1");
        }
        assertThat(
                        Logged.soon(() ->
                                Logged.events(folder).stream()
                                        .anyMatch(event -> event.contains("session.close"))))
                .isTrue();
    }

    @Test
    void endsOneSessionWhenSomethingOfOurOwnBreaksAndNoOther() throws Exception {
        try (Connection nora = gateway.nora();
                Connection other = gateway.nora()) {
            gateway.withoutAPolicy(() ->
                    assertThatThrownBy(() ->
                                    nora.createStatement()
                                            .execute("TABLE hosp.mental_health_notes"))
                            .hasMessageContaining("SP4010 ")
                            .hasMessageNotContaining("for a test"));
            assertThat(nora.isValid(1)).isFalse();
            assertThat(other.isValid(1)).isTrue();
        }
    }
}
