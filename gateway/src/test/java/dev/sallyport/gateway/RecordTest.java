package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.FrontendMessage;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

class RecordTest {
    /** Stands in every literal and parameter, and must stand nowhere in the record. */
    private static final String MARKER = "Zq7MarkerQz";

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private int before;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        assertThat(Logged.holds(folder, MARKER)).isFalse();
    }

    @BeforeEach
    void mark() {
        before = Logged.events(folder).size();
    }

    private List<String> recorded() {
        return Logged.statements(folder, before);
    }

    @Test
    void saysWhoInWhichRoleWhyWhereAndWhat() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT '" + MARKER + "' -- " + MARKER);
        }
        assertThat(Logged.events(folder).subList(before, before + 2))
                .allMatch(event -> event.contains("\"sub\":\"nora\",\"roles\":[\"nurse\"]"))
                .allMatch(event -> event.contains("\"db\":\"ehr\""))
                .allMatch(event -> event.contains("\"pou\":\"TREAT\""));
        assertThat(recorded()).containsExactly("statement done select ? ok 1");
    }

    @Test
    void recordsEachStatementOfAString() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT 1; UPDATE notes SET body = '" + MARKER + "' WHERE id < 3; SELECT 1/0");
        }
        assertThat(recorded())
                .containsExactly(
                        "statement intent select ?",
                        "statement intent update notes set body = ? where id < ?",
                        "statement intent select ?/?",
                        "statement done select ? ok 1",
                        "statement done update notes set body = ? where id < ? ok 2",
                        "statement done select ?/? error 0 22012");
    }

    @Test
    void recordsThatABatchFailedWhereItEnds() throws Exception {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS nurse.late (id int UNIQUE DEFERRABLE INITIALLY"
                            + " DEFERRED)");
            statement.execute("GRANT ALL ON nurse.late TO nora");
        }
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    RawClient.parse("", "INSERT INTO late VALUES (1), (1)"),
                    RawClient.bind("", ""),
                    RawClient.execute(""),
                    RawClient.sync());
            assertThat(nora.typesUntilReady()).isEqualTo("12CEZ");
        }
        assertThat(recorded())
                .containsExactly(
                        "statement intent insert into late values (?), (?)",
                        "statement done insert into late values (?), (?) ok 2",
                        "statement done insert into late values (?), (?) error 0 23505");
    }

    @Test
    void countsTheRowsOfABinaryCopyAndNothingElse() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("COPY (SELECT id FROM notes LIMIT 4) TO STDOUT (FORMAT binary)");
            nora.ask("COPY (SELECT id FROM notes LIMIT 0) TO STDOUT (FORMAT binary)");
            nora.ask("COPY (SELECT id FROM notes LIMIT 4) TO STDOUT (FORMAT csv, HEADER)");
        }
        assertThat(recorded())
                .extracting(event -> event.substring(event.lastIndexOf(' ') + 1))
                .containsExactly("4", "0", "4");
    }

    @Test
    void recordsEachExecuteOfASuspendedPortal() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    RawClient.parse("", "SELECT body FROM notes WHERE id <= $1"),
                    RawClient.bind("", "", "5"),
                    new FrontendMessage.Execute("", 2),
                    new FrontendMessage.Execute("", 2),
                    new FrontendMessage.Execute("", 2),
                    RawClient.sync());
            assertThat(nora.typesUntilReady()).isEqualTo("12DDsDDsDCZ");
        }
        assertThat(recorded())
                .containsExactly(
                        "statement done select body from notes where id <= $1 ok 2",
                        "statement done select body from notes where id <= $1 ok 2",
                        "statement done select body from notes where id <= $1 ok 1");
    }

    @Test
    void recordsAnIntentBeforeAWriteWithBoundParameters() throws Exception {
        try (Connection nora = gateway.nora();
                PreparedStatement update =
                        nora.prepareStatement("UPDATE notes SET body = ? WHERE id = ?")) {
            update.setString(1, MARKER);
            update.setInt(2, 9);
            update.executeUpdate();
        }
        assertThat(recorded())
                .containsSubsequence(
                        "statement intent update notes set body = $1 where id = $2",
                        "statement done update notes set body = $1 where id = $2 ok 1");
    }

    @Test
    void recordsCopyInBothDirectionsAndFetch() throws Exception {
        try (Connection nora = gateway.nora();
                Statement statement = nora.createStatement()) {
            var copy = nora.unwrap(PGConnection.class).getCopyAPI();
            copy.copyIn("COPY notes FROM STDIN", new StringReader("8001\t" + MARKER + "\n"));
            copy.copyOut("COPY (SELECT 1 FROM notes WHERE id < 4) TO STDOUT", new StringWriter());
            statement.execute("BEGIN");
            statement.execute("DECLARE c CURSOR FOR TABLE notes");
            statement.execute("FETCH 7 FROM c");
            statement.execute("COMMIT");
        }
        assertThat(recorded())
                .contains(
                        "statement intent copy notes from stdin",
                        "statement done copy notes from stdin ok 1",
                        "statement done copy (select ? from notes where id < ?) to stdout ok 3")
                .anyMatch(
                        event -> event.startsWith("statement done fetch ") && event.endsWith("7"));
    }

    @Test
    void recordsWhatIsRefusedAndWhatFailsAtParse() throws Exception {
        try (Connection nora = gateway.nora()) {
            for (String sql :
                    List.of(
                            "ALTER ROLE nora PASSWORD '" + MARKER + "'",
                            "SELECT nothing FROM notes WHERE body = '" + MARKER + "'",
                            "SELECT '" + MARKER + "' FROM mental_health_notes",
                            "SELECT $x$" + MARKER)) {
                assertThatThrownBy(() -> query(nora, sql)).isInstanceOf(SQLException.class);
            }
        }
        assertThat(recorded())
                .contains(
                        "statement done alter role nora password ? denied 0 SP2044",
                        "statement done select nothing from notes where body = ? error 0 42703",
                        "statement done select ? from mental_health_notes denied 0 SP2041");
    }

    @Test
    void refusesAStringAsAWholeAndSaysSoOfEachStatement() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT 1; ALTER ROLE nora PASSWORD '" + MARKER + "'");
        }
        assertThat(recorded())
                .containsExactly(
                        "statement done select ? denied 0 SP2044",
                        "statement done alter role nora password ? denied 0 SP2044");
    }

    @Test
    void recordsALargeResultByWindowsBeforeItsRowsLeave() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
        }
        assertThat(recorded()).anyMatch(event -> event.startsWith("statement window"));
        assertThat(recorded().getLast()).startsWith("statement done").endsWith("ok 1000");
    }

    private static void query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
        }
    }
}
