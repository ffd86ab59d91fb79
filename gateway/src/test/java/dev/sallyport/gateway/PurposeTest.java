package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why somebody is here is asked for where the policy says so, and stands with each statement. */
class PurposeTest {
    private static final String[] MODES = {"simple", "extended"};
    private static final String PURPOSES =
            "    purposes: [treatment]\n    allow:\n      - on: ehr\n";
    private static final String TICKET =
            "operations: {code: HOPERAT, label: Running the hospital, needs: [ticket]}";

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        twoPurposes();
    }

    /** The nurse is there for operations, too, and these ask for a ticket. */
    private static void twoPurposes(String... changes) throws Exception {
        String[] all = new String[changes.length + 4];
        all[0] = PURPOSES;
        all[1] = PURPOSES.replace("[treatment]", "[treatment, operations]");
        all[2] = "operations: {code: HOPERAT, label: Running the hospital}";
        all[3] = TICKET;
        System.arraycopy(changes, 0, all, 4, changes.length);
        gateway.apply(Hospital.changed(folder, all));
    }

    @AfterEach
    void asItWas() throws Exception {
        twoPurposes();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Connection nora(String mode, String options) throws SQLException {
        return gateway.nora("preferQueryMode", mode, "options", options);
    }

    private static String show(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void saysAtSignInWhoSomebodyIsWhatForAndHowLong() throws Exception {
        try (Connection nora = gateway.nora()) {
            assertThat(nora.getWarnings().getMessage())
                    .isEqualTo(
                            "You are nora (nurse). Purpose: treatment. Rows: my_clinics, all_rows."
                                    + " Masked: phi.ssn (last4). Ends at 2027-06-30T00:00:00Z.");
        }
        for (String[] quiet :
                new String[][] {
                    {"options", "-c sallyport.notice=off"},
                    {"ApplicationName", "quiet tool", "assumeMinServerVersion", "9.0"}
                }) {
            try (Connection nora = gateway.nora(quiet)) {
                assertThat(nora.getWarnings() == null).isTrue();
            }
        }
    }

    /** The `why` under which a text stands on record last. */
    private static String why(String text) {
        String event =
                Logged.events(folder).stream()
                        .filter(one -> one.contains("\"text\":\"" + text))
                        .reduce((first, last) -> last)
                        .orElseThrow(() -> new AssertionError("not on record: " + text));
        int start = event.indexOf("\"why\":") + 6;
        return event.substring(start, event.indexOf('}', start) + 1);
    }

    @Test
    void takesTheFirstPurposeOfTheRoleWhereNoneIsStated() throws Exception {
        try (Connection nora = gateway.nora()) {
            assertThat(show(nora, "SELECT 'a' AS unstated")).isEqualTo("a");
            assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("treatment");
        }
        assertThat(why("select ? as unstated"))
                .isEqualTo("{\"pou\":\"TREAT\",\"purpose\":\"treatment\"}");
    }

    @Test
    void recordsThePurposeStatedAtSignInWithWhatItAsksFor() throws Exception {
        String options =
                "-c sallyport.purpose=operations --sallyport.ticket=OPS-7"
                        + " -c sallyport.reason=end\\ of\\ month";
        for (String mode : MODES) {
            try (Connection nora = nora(mode, options)) {
                assertThat(show(nora, "SELECT 'a' AS stated_" + mode)).isEqualTo("a");
                assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("operations");
            }
            assertThat(why("select ? as stated_" + mode))
                    .isEqualTo(
                            "{\"because\":\"end of month\",\"pou\":\"HOPERAT\",\"purpose\":\"operations\","
                                    + "\"ticket\":\"OPS-7\"}");
        }
    }

    @Test
    void refusesAPurposeOfNoRoleAndOneWithoutItsTicket() {
        assertThatThrownBy(() -> nora("extended", "-c sallyport.purpose=research").close())
                .hasMessageContaining("SP4035 role `nurse` of yours is not for purpose `research`")
                .hasMessageContaining("sallyport.purpose=treatment")
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failed -> assertThat(failed.getSQLState()).isEqualTo("28000"));
        assertThatThrownBy(() -> nora("extended", "-c sallyport.purpose=operations").close())
                .hasMessageContaining("SP4036 purpose `operations` asks for a `ticket`")
                .hasMessageContaining("-c sallyport.ticket=");
        assertThatThrownBy(() -> nora("extended", "-c sallyport.reason=" + "x".repeat(201)).close())
                .hasMessageContaining("SP4036 `sallyport.reason` is longer than 200");
    }

    @Test
    void asksForThePurposeWhereTheEnvironmentRequiresIt() throws Exception {
        twoPurposes(
                "databases:\n",
                "environments:\n  prod: {label: P, colour: red, require_purpose: true, record:"
                        + " statements}\ndatabases:\n");
        assertThatThrownBy(gateway::nora)
                .hasMessageContaining(
                        "SP4035 environment `prod` asks for the purpose of every session")
                .hasMessageContaining("sallyport.purpose=treatment");
        try (Connection nora = nora("extended", "-c sallyport.purpose=treatment")) {
            assertThat(show(nora, "SELECT 1")).isEqualTo("1");
            assertThatThrownBy(() -> run(nora, "SET sallyport.purpose = ''"))
                    .hasMessageContaining("SP4035");
        }
    }

    @Test
    void changesThePurposeWithinASession() throws Exception {
        for (String mode : MODES) {
            try (Connection nora = nora(mode, "")) {
                run(nora, "SET sallyport.ticket TO 'OPS-8'");
                run(nora, "set session \"sallyport\".purpose = operations");
                assertThat(show(nora, "SELECT 'a' AS later_" + mode)).isEqualTo("a");
                assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("operations");
                run(nora, "RESET sallyport.purpose");
                assertThat(show(nora, "SELECT 'a' AS back_" + mode)).isEqualTo("a");
                assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("treatment");
            }
            assertThat(why("select ? as later_" + mode))
                    .contains("\"purpose\":\"operations\"", "\"ticket\":\"OPS-8\"");
            assertThat(why("select ? as back_" + mode)).contains("\"purpose\":\"treatment\"");
        }
    }

    @Test
    void refusesAChangeThatIsNotAllowedOrNotReadAndKeepsTheSession() throws Exception {
        for (String mode : MODES) {
            try (Connection nora = nora(mode, "")) {
                assertThatThrownBy(() -> run(nora, "SET sallyport.purpose = 'research'"))
                        .hasMessageContaining("SP4035");
                assertThatThrownBy(() -> run(nora, "SET sallyport.purpose = 'operations'"))
                        .hasMessageContaining("SP4036");
                for (String unclear :
                        new String[] {
                            "SET LOCAL sallyport.purpose = 'treatment'",
                            "SET sallyport.purpose = treatment, operations",
                            "SET/**/sallyport.purpose = E'treatment'"
                        }) {
                    assertThatThrownBy(() -> run(nora, unclear))
                            .hasMessageContaining("SP4035 a setting of Sallyport's");
                }
                assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("treatment");
            }
        }
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask("SET sallyport.ticket = 'x'; SELECT 1")))
                    .isEqualTo("EZ");
        }
    }

    /** What asyncpg's pool sends whenever a connection comes back. */
    @Test
    void goesBackToTheSignInWhereAPoolResetsBehindOtherStatements() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SET sallyport.ticket = 'OPS-10'");
            assertThat(RawClient.types(nora.ask("SET sallyport.purpose = operations")))
                    .contains("CZ");
            nora.ask("SELECT 'a' AS held; UNLISTEN *; RESET ALL; SELECT 'a' AS reset");
            nora.ask("SET sallyport.ticket = 'OPS-10'");
            nora.ask("SET sallyport.purpose = operations");
            nora.ask("RESET ALL; SELECT 1/0");
            nora.ask("SELECT 'a' AS kept");
        }
        assertThat(why("select ? as held")).contains("\"purpose\":\"operations\"");
        assertThat(why("select ? as reset")).contains("\"purpose\":\"treatment\"");
        assertThat(why("select ? as kept")).contains("\"purpose\":\"operations\"");
    }

    @Test
    void undoesAChangeWithItsTransaction() throws Exception {
        for (String mode : MODES) {
            try (Connection nora = nora(mode, "-c sallyport.ticket=OPS-9")) {
                nora.setAutoCommit(false);
                run(nora, "SET sallyport.purpose = operations");
                assertThat(show(nora, "SELECT 'a' AS inside_" + mode)).isEqualTo("a");
                nora.rollback();
                assertThat(show(nora, "SELECT 'a' AS undone_" + mode)).isEqualTo("a");
                assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("treatment");
                run(nora, "SET sallyport.purpose = operations");
                nora.commit();
                assertThat(show(nora, "SELECT 'a' AS kept_" + mode)).isEqualTo("a");
                assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("operations");
                nora.rollback();
                assertThat(show(nora, "SHOW sallyport.purpose")).isEqualTo("operations");
                nora.rollback();
                nora.setAutoCommit(true);
                run(nora, "DISCARD ALL");
                assertThat(show(nora, "SELECT 'a' AS discarded_" + mode)).isEqualTo("a");
            }
            assertThat(why("select ? as inside_" + mode)).contains("\"operations\"");
            assertThat(why("select ? as undone_" + mode)).contains("\"treatment\"");
            assertThat(why("select ? as kept_" + mode)).contains("\"operations\"");
            assertThat(why("select ? as discarded_" + mode)).contains("\"treatment\"");
        }
    }
}
