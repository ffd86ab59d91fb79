package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators see sessions, end them, speak to them; a gateway that stops lets work finish. */
class OperatorTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        gateway.apply(Hospital.nurse(folder, "sessions: {idle: 15m, max: 10h}"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static SessionView only() {
        assertThat(Logged.soon(() -> gateway.server().list().size() == 1)).isTrue();
        return gateway.server().list().getFirst();
    }

    @Test
    void seesWhoIsInWhatForAndUntilWhen() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT 1");
            nora.ask("BEGIN");
            SessionView view = only();
            assertThat(view.login()).isEqualTo("nora");
            assertThat(view.roles()).containsExactly("nurse");
            assertThat(view.purpose()).isEqualTo("treatment");
            assertThat(view.address()).startsWith("127.0.0.1:");
            assertThat(view.state()).isEqualTo(SessionView.State.IDLE_IN_TRANSACTION);
            assertThat(view.statements()).isEqualTo(2);
            assertThat(view.endsBy()).contains("idle");
            assertThat(view.ends().orElseThrow())
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(14)),
                            Instant.now().plus(Duration.ofMinutes(16)));
            nora.send(RawClient.query("SELECT pg_sleep(60)"));
            assertThat(Logged.soon(() -> only().state() == SessionView.State.RUNNING)).isTrue();
        }
        assertThat(Logged.soon(() -> gateway.server().list().isEmpty())).isTrue();
    }

    @Test
    void endsOneSessionAndTellsItsClientAndTheRecordWhy() throws Exception {
        try (RawClient nora = gateway.rawNora();
                RawClient other = gateway.rawNora()) {
            SessionView mine = gateway.server().list().getFirst();
            gateway.server()
                    .sessions()
                    .end(
                            mine.id(),
                            Problem.of(
                                    ProblemCode.SP4038, "an operator ended it: a lost laptop", ""));
            assertThat(nora.error().field('M'))
                    .isEqualTo("SP4038 an operator ended it: a lost laptop");
            assertThat(RawClient.types(other.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        assertThat(
                        Logged.soon(() ->
                                Logged.events(folder).stream()
                                        .anyMatch(event ->
                                                event.contains("session.close")
                                                        && event.contains("a lost laptop"))))
                .isTrue();
    }

    @Test
    void speaksToASession() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            gateway.server()
                    .sessions()
                    .tell(only().id(), Problem.of(ProblemCode.SP4040, "an operator says: hi", ""));
            RawClient.Frame notice = nora.next();
            assertThat(notice.type()).isEqualTo('N');
            assertThat(notice.field('M')).isEqualTo("SP4040 an operator says: hi");
        }
    }

    @Test
    void letsWorkFinishAndSendsPeopleToTheNextGatewayWhenItStops() throws Exception {
        Path second = Files.createDirectory(folder.resolve("second"));
        try (GatewayFixture next = gateway.beside(second);
                GatewayFixture stopping =
                        gateway.beside(Files.createDirectory(folder.resolve("first")));
                RawClient idle = stopping.rawNora();
                RawClient busy = stopping.rawNora();
                RawClient open = stopping.rawNora()) {
            busy.send(RawClient.query("SELECT pg_sleep(1.2)"));
            open.ask("BEGIN");
            assertThat(Logged.soon(() -> SessionEndTest.backends("wait_event = 'PgSleep'") == 1))
                    .isTrue();
            Thread drain = Thread.ofVirtual().start(() -> stopping.server().drain());

            assertThat(idle.error().field('M')).startsWith("SP4039 the gateway is stopping");
            assertThatThrownBy(stopping::nora).isInstanceOf(SQLException.class);
            next.nora().close();
            assertThat(RawClient.types(open.ask("COMMIT"))).isEqualTo("CZ");
            assertThat(open.error().field('C')).isEqualTo("57P01");
            assertThat(busy.typesUntilReady()).isEqualTo("TDCZ");
            assertThat(busy.error().field('M')).startsWith("SP4039");
            drain.join();
        }
    }

    @Test
    void waitsForABoundedTimeOnly() throws Exception {
        try (GatewayFixture stopping =
                        gateway.beside(Files.createDirectory(folder.resolve("third")));
                RawClient busy = stopping.rawNora()) {
            busy.send(RawClient.query("SELECT pg_sleep(60)"));
            assertThat(Logged.soon(() -> SessionEndTest.backends("wait_event = 'PgSleep'") == 1))
                    .isTrue();
            stopping.server().drain(Duration.ofMillis(600));
            assertThat(busy.error().field('M')).startsWith("SP4039");
        }
        assertThat(Logged.soon(() -> SessionEndTest.backends("true") == 0)).isTrue();
    }
}
