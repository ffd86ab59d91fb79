package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.FrontendMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session lives until what its client has left behind is done, and is ruled until then. */
class LeavingTest {
    private static final String SLOW = "SELECT pg_sleep(60)";

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private int before;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @BeforeEach
    void mark() {
        gateway.apply(Hospital.snapshot());
        before = Logged.events(folder).size();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(
                        Logged.soon(() ->
                                gateway.server().sessions().people().isEmpty()
                                        && SessionEndTest.backends("state <> 'idle'") == 0))
                .isTrue();
        assertThat(gateway.server().shared().cancellable()).isEmpty();
        assertThat(Leaks.found()).isEmpty();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawClient saysGoodbyeIn(String sql) throws Exception {
        RawClient nora = gateway.rawNora();
        nora.send(RawClient.query(sql));
        assertThat(Logged.soon(() -> SessionEndTest.backends("wait_event = 'PgSleep'") == 1))
                .isTrue();
        nora.send(new FrontendMessage.Terminate());
        return nora;
    }

    /** What the record says of the statement and of the session that ended next. */
    private List<String> endings() {
        assertThat(Logged.soon(() -> recorded().stream().anyMatch(e -> e.contains("close"))))
                .isTrue();
        return recorded();
    }

    private List<String> recorded() {
        return Logged.events(folder).stream()
                .skip(before)
                .filter(event -> event.contains("\"phase\":\"done\"") || event.contains(".close"))
                .map(event ->
                        event.contains(".close")
                                ? event.replaceAll(".*\"reason\":\"([^\"]*)\".*", "close $1")
                                : Logged.brief(event))
                .toList();
    }

    @Test
    void letsAStatementFinishWhoseClientSaysGoodbye() throws Exception {
        try (RawClient nora =
                saysGoodbyeIn(
                        "SELECT pg_sleep(0.6); UPDATE notes SET body = 'late'" + " WHERE id = 4")) {
            assertThat(gateway.server().list())
                    .singleElement()
                    .matches(session -> session.state() == SessionView.State.RUNNING);
            assertThat(nora.untilClosed()).isEqualTo("TDCCZ");
        }
        assertThat(endings())
                .containsExactly(
                        "statement done select pg_sleep(?) ok 1",
                        "statement done update notes set body = ? where id = ? ok 1",
                        "close client");
        assertThat(note(4)).isEqualTo("late");
    }

    @Test
    void runsWhatWasAskedBeforeTheGoodbyeWhoeverClosesAtOnce() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    RawClient.query("UPDATE notes SET body = 'first' WHERE id = 5"),
                    RawClient.query("UPDATE notes SET body = 'second' WHERE id = 6"),
                    new FrontendMessage.Terminate());
        }
        assertThat(endings())
                .containsExactly(
                        "statement done update notes set body = ? where id = ? ok 1",
                        "statement done update notes set body = ? where id = ? ok 1",
                        "close client");
        assertThat(note(6)).isEqualTo("second");
    }

    @Test
    void stopsAStatementThatRunsTooLongForAClientThatHasLeft() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {statement: 2m}"));
        saysGoodbyeIn(SLOW).close();
        gateway.advance(Duration.ofMinutes(2));
        assertThat(endings())
                .containsExactly(
                        "statement done select pg_sleep(?) cancelled 0 57014", "close client");
    }

    @Test
    void endsTheStatementOfAClientThatHasLeftWithTheRightToIt() throws Exception {
        saysGoodbyeIn(SLOW).close();
        gateway.server()
                .sessions()
                .end(
                        List.of("nora"),
                        Problem.of(ProblemCode.SP4008, "your assignment has ended", "ask"));
        assertThat(endings())
                .containsExactly("statement done select pg_sleep(?) unknown 0", "close SP4008");
    }

    @Test
    void cancelsTheStatementOfAClientThatVanishesAndRecordsIt() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("SELECT 1; " + SLOW));
            assertThat(Logged.soon(() -> SessionEndTest.backends("wait_event = 'PgSleep'") == 1))
                    .isTrue();
        }
        assertThat(endings())
                .containsExactly(
                        "statement done select ? ok 1",
                        "statement done select pg_sleep(?) cancelled 0 57014",
                        "close client");
    }

    @Test
    void endsACopyWhoseClientLeavesInTheMiddle() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(RawClient.query("COPY notes FROM STDIN"));
            assertThat(nora.next().type()).isEqualTo('G');
            nora.send(new FrontendMessage.Terminate());
        }
        assertThat(endings())
                .containsExactly(
                        "statement done copy notes from stdin cancelled 0 57014", "close client");
    }

    @Test
    void recordsAnExecuteThatNoSyncFollows() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    RawClient.parse("", "SELECT body FROM notes WHERE id = $1"),
                    RawClient.bind("", "", "5"),
                    RawClient.execute(""),
                    new FrontendMessage.Terminate());
        }
        assertThat(endings())
                .containsExactly(
                        "statement done select body from notes where id = $1 ok 1", "close client");
    }

    @Test
    void countsASessionAsOpenThatIsNotDoneYet() throws Exception {
        gateway.apply(Hospital.nurse(folder, "sessions: {at_once: 1}"));
        saysGoodbyeIn("SELECT pg_sleep(1)").close();
        try (RawClient second = gateway.raw()) {
            assertThat(second.signIn("nora", "demo", "ehr").getLast().field('M'))
                    .startsWith("SP4037");
        }
    }

    private static String note(int id) throws Exception {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT body FROM nurse.notes WHERE id = " + id)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
