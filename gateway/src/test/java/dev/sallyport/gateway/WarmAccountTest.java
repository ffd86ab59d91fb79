package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.wire.FrontendMessage.Terminate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is given an account that is kept warm, how many there are, and for how long. */
class WarmAccountTest {
    private static final int WARM = 4;

    /** Enough for every test, and few enough to be taken by one of them. */
    private static final int MOST_CONNECTIONS = 40;

    private static final String ASSIGNED =
            "  - {person: nora, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n";

    @TempDir static Path folder;
    private static OwnPostgres postgres;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        postgres = OwnPostgres.start();
        postgres.set("max_connections", String.valueOf(MOST_CONNECTIONS));
        postgres.restart();
        asAdmin("postgres", "CREATE DATABASE ehr");
        try (Connection admin = postgres.asAdmin("ehr")) {
            GatewayFixture.furnish(admin);
        }
        asAdmin("ehr", "CREATE ROLE omar LOGIN PASSWORD '" + GatewayFixture.SECRET + "'");
        gateway =
                GatewayFixture.ofOneLoop(
                        UpstreamTarget.plain(GatewayFixture.loopback(postgres.port()))
                                .keepingWarm(WARM),
                        folder);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        postgres.close();
    }

    @AfterEach
    void asItWas() {
        gateway.apply(Hospital.snapshot());
    }

    private static void asAdmin(String database, String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean holds(String condition) {
        try (Connection admin = postgres.asAdmin("ehr")) {
            return Trace.ask(admin, "SELECT " + condition).equals("t");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isGone(String backend) {
        return Logged.soon(() ->
                holds("NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + backend + ")"));
    }

    private static String leave() throws Exception {
        return Trace.leave(postgres, gateway, "nora");
    }

    private static String next(String... properties) throws SQLException {
        try (Connection nora = Trace.connect(gateway, "nora", properties)) {
            return Trace.backend(nora);
        }
    }

    @Test
    void givesAPersonTheAccountTheyLeft() throws Exception {
        assertThat(next()).isEqualTo(leave());
    }

    @Test
    void givesADriversSessionTheAccountItLeft() throws Exception {
        String left;
        try (Connection nora = gateway.nora("ApplicationName", "ward list")) {
            left = Trace.backend(nora);
        }
        Trace.awaitWarm(postgres, left);
        try (Connection nora = gateway.nora("ApplicationName", "ward list")) {
            assertThat(Trace.backend(nora)).isEqualTo(left);
            assertThat(Trace.ask(nora, "SHOW application_name")).isEqualTo("ward list");
        }
    }

    @Test
    void givesNobodyElseAnAccountAndNobodyOneOfOtherParameters() throws Exception {
        String left = leave();
        try (Connection omar = Trace.connect(gateway, "omar");
                Connection other = Trace.connect(gateway, "nora", "options", "-c work_mem=1MB");
                Connection named = Trace.connect(gateway, "nora", "ApplicationName", "another")) {
            assertThat(Trace.ask(omar, "SELECT session_user")).isEqualTo("omar");
            assertThat(Trace.backend(omar)).isNotEqualTo(left);
            assertThat(Trace.backend(other)).isNotEqualTo(left);
            assertThat(Trace.ask(other, "SHOW work_mem")).isEqualTo("1MB");
            assertThat(Trace.backend(named)).isNotEqualTo(left);
            assertThat(Trace.ask(named, "SHOW application_name")).isEqualTo("another");
            assertThat(Trace.ask(named, "SHOW client_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void givesNoAccountThatIsOlderThanThePolicy() throws Exception {
        String left = leave();
        gateway.apply(Hospital.snapshot());
        assertThat(next()).isNotEqualTo(left);
        assertThat(isGone(left)).isTrue();
    }

    @Test
    void givesNoRoomToAccountsThatAreOlderThanThePolicy() throws Exception {
        String[] parameters = {"first", "second", "third", "fourth"};
        for (int i = 0; i < WARM; i++) {
            next("ApplicationName", parameters[i]);
        }
        gateway.apply(Hospital.snapshot());
        assertThat(next()).isEqualTo(leave());
    }

    @Test
    void closesTheAccountsOfWhoMayNotComeBackWithinASecond() throws Exception {
        String left = leave();
        gateway.apply(Hospital.changed(folder, ASSIGNED, ""));
        long begun = System.nanoTime();
        assertThat(isGone(left)).isTrue();
        assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void givesNoAccountThatTheDatabaseHasShutSince() throws Exception {
        String left = leave();
        asAdmin("ehr", "ALTER ROLE nora NOLOGIN");
        gateway.advance(AccountReset.FRESH);
        assertThatThrownBy(WarmAccountTest::next).hasMessageContaining("SP4007");
        asAdmin("ehr", "ALTER ROLE nora LOGIN");
        assertThat(isGone(left)).isTrue();
        next();
    }

    @Test
    void givesNoAccountThatTheDatabaseHasEnded() throws Exception {
        String left = leave();
        asAdmin("ehr", "SELECT pg_terminate_backend(" + left + ")");
        assertThat(isGone(left)).isTrue();
        assertThat(next()).isNotEqualTo(left);
        Trace.awaitWarm(postgres, next());
    }

    @Test
    void closesWhatNobodyComesBackFor() throws Exception {
        String left = leave();
        gateway.advance(WarmAccounts.IDLE);
        assertThat(isGone(left)).isTrue();
    }

    @Test
    void closesWhatIsOld() throws Exception {
        String left = leave();
        for (int i = 0; i < 2; i++) {
            try (Connection nora = Trace.connect(gateway, "nora")) {
                assertThat(Trace.backend(nora)).isEqualTo(left);
                gateway.advance(WarmAccounts.AGE.dividedBy(2));
            }
            if (i == 0) {
                Trace.awaitWarm(postgres, left);
            }
        }
        assertThat(isGone(left)).isTrue();
    }

    @Test
    void keepsNoMoreOfAPersonThanItMay() throws Exception {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < WARM + 2; i++) {
            open.add(Trace.connect(gateway, "omar"));
        }
        for (Connection one : open) {
            one.close();
        }
        assertThat(
                        Logged.soon(() ->
                                holds(
                                        "count(*) = "
                                                + WARM
                                                + " FROM pg_stat_activity WHERE usename = 'omar'")))
                .isTrue();
    }

    @Test
    void keepsNothingOfASessionThatEndedInTheMiddle() throws Exception {
        for (String last : List.of("BEGIN", "SELECT pg_sleep(20)", "SELECT 1/0; SELECT 2")) {
            String left;
            try (RawClient nora = gateway.rawNora()) {
                left = text(nora.ask("SELECT pg_backend_pid()").get(1));
                nora.send(RawClient.query(last));
                if (!last.contains("sleep")) {
                    nora.untilReady();
                }
                if (last.equals("BEGIN")) {
                    nora.send(new Terminate());
                    assertThat(nora.isClosed()).isTrue();
                }
            }
            assertThat(isGone(left)).as(last).isTrue();
        }
    }

    /** Of the one column of a row. */
    private static String text(RawClient.Frame row) {
        return row.body().skipBytes(Short.BYTES + Integer.BYTES).toString(StandardCharsets.UTF_8);
    }

    @Test
    void keepsNothingOfASessionThatWasCancelled() throws Exception {
        String left;
        try (Connection nora = Trace.connect(gateway, "nora");
                Statement statement = nora.createStatement()) {
            left = Trace.backend(nora);
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(20)"))
                    .hasMessageContaining("cancel");
        }
        assertThat(isGone(left)).isTrue();
    }

    @Test
    void givesWayToWhoNeedsTheRoom() throws Exception {
        asAdmin("ehr", "ALTER ROLE nora CONNECTION LIMIT 1");
        try {
            String left = leave();
            assertThat(next("ApplicationName", "another")).isNotEqualTo(left);
        } finally {
            asAdmin("ehr", "ALTER ROLE nora CONNECTION LIMIT -1");
        }
    }

    @Test
    void keepsNothingWhereAnExtensionKeepsMoreThanAResetClears() throws Exception {
        asAdmin("ehr", "CREATE EXTENSION dblink");
        try {
            assertThat(isGone(next())).isTrue();
        } finally {
            asAdmin("ehr", "DROP EXTENSION dblink");
        }
    }

    @Test
    void keepsNothingWhereAQuarterOfTheServerIsNotFree() throws Exception {
        List<Connection> others = new ArrayList<>();
        try {
            others.add(postgres.asAdmin("postgres"));
            // Tests before this one may have left some that are still on their way out.
            while (connections(others.getFirst()) < MOST_CONNECTIONS * 3 / 4) {
                others.add(postgres.asAdmin("postgres"));
            }
            assertThat(isGone(next())).isTrue();
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    private static int connections(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet count =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE backend_type = 'client backend'")) {
            count.next();
            return count.getInt(1);
        }
    }
}
