package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.ProgramRequest;
import dev.sallyport.cli.ProgramRequest.Stand;
import dev.sallyport.cli.Request;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Program;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.TokenPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents and services that the directory keeps, at a real server: what becomes of them is so for
 * their open sessions, their sign-ins and their native logins before the command has answered.
 */
final class ProgramsOfTheDirectoryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NOTE = "SELECT note FROM visits";
    private static final String WHY = "HR-114";

    @TempDir private static Path folder;
    private static OwnServer own;
    private static TokenPlatform platform;
    private static Running running;
    private static Serving serving;
    private static HrDirectory hr;

    @BeforeAll
    static void start() throws Exception {
        platform = new TokenPlatform();
        own = OwnServer.start(folder);
        int port = FreePort.next();
        Path config = own.governed(port, platform);
        running = new Running();
        serving = own.serve(config, running);
        hr = HrDirectory.of(own, port);
        assertThat(add(ProgramRequest.Kind.SERVICE, "feed", "ada", TokenPlatform.SUBJECT))
                .as(own.said())
                .isEqualTo(Exit.DONE);
        assertThat(add(ProgramRequest.Kind.AGENT, "helper", "ada", "agents/helper"))
                .as(own.said())
                .isEqualTo(Exit.DONE);
        Path policy = folder.resolve("policy/all.yaml");
        Files.writeString(
                policy,
                Files.readString(policy)
                        + """
                          - {service: feed, role: visits, until: 2027-06-30, reason: Feeds}
                          - {agent: helper, role: both, on_behalf_of: "group:all", until: 2027-06-30, reason: Helps}
                        """
                                .indent(0));
        awaited(() -> own.apply() == Exit.DONE);
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
        own.close();
        platform.close();
    }

    private static Exit add(ProgramRequest.Kind kind, String login, String owner, String subject)
            throws Exception {
        own.said();
        return own.perform(
                new ProgramRequest.Add(
                        own.data(),
                        kind,
                        login,
                        "Lab " + login,
                        owner,
                        Optional.of(new ProgramRequest.Platform(platform.issuer(), subject)),
                        Optional.empty(),
                        Optional.empty(),
                        WHY));
    }

    private static void put(String login, Stand stand) throws Exception {
        own.said();
        assertThat(own.perform(new ProgramRequest.Put(own.data(), login, stand, WHY)))
                .as(own.said())
                .isEqualTo(Exit.DONE);
    }

    private static void ends(Optional<Instant> at) throws Exception {
        own.said();
        assertThat(
                        own.perform(
                                new ProgramRequest.Date(
                                        own.data(), "feed", Optional.empty(), at, WHY)))
                .as(own.said())
                .isEqualTo(Exit.DONE);
    }

    private static Connection feed() throws SQLException {
        return own.connect(serving, "ehr", "feed", platform.token(now()));
    }

    private static Connection helper() throws SQLException {
        return own.connect(
                serving,
                "ehr",
                "helper$ada",
                platform.signed(platform.claims(now()).subject("agents/helper").build()));
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private static void works(Callable<Connection> opens) throws Exception {
        awaited(() -> {
            try (Connection session = opens.call()) {
                return OwnServer.one(session, NOTE).equals("well");
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    private static void isOut(Callable<Connection> opens, Connection open, String login)
            throws Exception {
        assertThatThrownBy(() -> OwnServer.one(open, NOTE)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> opens.call().close()).isInstanceOf(SQLException.class);
        assertThat(logsIn(login)).isFalse();
    }

    /** Whether the database would let the account in. */
    private static boolean logsIn(String login) throws SQLException {
        try (Connection admin = own.postgres().asAdmin("postgres")) {
            return OwnServer.one(
                            admin,
                            "SELECT count(*) FROM pg_roles WHERE rolcanlogin AND rolname = '"
                                    + login
                                    + "'")
                    .equals("1");
        }
    }

    private static void awaited(Callable<Boolean> fact) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fact.call()) {
            assertThat(System.nanoTime()).as(own.said()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static List<String> recorded(String type, String program) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(own.data().resolve("audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json ->
                            json.contains("\"" + type + "\"")
                                    && json.contains("\"program\":\"" + program + "\""))
                    .toList();
        }
    }

    @Test
    void signInAreSuspendedAndComeBackAndEndAndEachStepIsOnRecord() throws Exception {
        works(ProgramsOfTheDirectoryTest::feed);
        works(ProgramsOfTheDirectoryTest::helper);
        try (Connection open = feed();
                Connection acting = helper()) {
            put("feed", Stand.SUSPENDED);
            isOut(ProgramsOfTheDirectoryTest::feed, open, "feed");
            put("helper", Stand.SUSPENDED);
            isOut(ProgramsOfTheDirectoryTest::helper, acting, "helper$ada");
        }
        put("feed", Stand.ACTIVE);
        put("helper", Stand.ACTIVE);
        works(ProgramsOfTheDirectoryTest::feed);
        works(ProgramsOfTheDirectoryTest::helper);

        try (Connection open = feed()) {
            ends(Optional.of(now().plusSeconds(3)));
            awaited(() -> !recorded("program.left", "feed").isEmpty());
            awaited(() -> {
                try {
                    return OwnServer.one(open, NOTE).isEmpty();
                } catch (SQLException ended) {
                    return true;
                }
            });
            // The directory of before may have been on its way: who is cut then is cut once more.
            awaited(() -> !logsIn("feed"));
            isOut(ProgramsOfTheDirectoryTest::feed, open, "feed");
        }
        assertThat(recorded("program.left", "feed"))
                .singleElement()
                .asString()
                .contains("\"clock\"", "a date of the program");
        ends(Optional.empty());
        put("feed", Stand.ACTIVE);
        works(ProgramsOfTheDirectoryTest::feed);

        assertThat(recorded("program.joined", "feed"))
                .singleElement()
                .asString()
                .contains("\"cli:" + Operator.name(), WHY, "\"kind\":\"service\"");
        assertThat(recorded("program.suspended", "helper"))
                .singleElement()
                .asString()
                .contains("\"kind\":\"agent\"");
        assertThat(recorded("program.listed", "feed")).as("said once").isEmpty();
        assertThat(recorded("program.returned", "feed")).hasSize(1);
    }

    @Test
    void followTheirOwnerAndWorkAgainForAnother() throws Exception {
        String lea = hr.joins("lea");
        own.perform(new ProgramRequest.Own(own.data(), "feed", "lea", "Vacation"));
        awaited(() -> shown("feed").contains("\"owner\":\"lea\"") && isActive("feed"));
        works(ProgramsOfTheDirectoryTest::feed);

        try (Connection open = feed()) {
            hr.active(lea, false);
            isOut(ProgramsOfTheDirectoryTest::feed, open, "feed");
        }
        assertThatThrownBy(() -> feed().close()).hasMessageContaining("SP7260");
        // Off first, then said: both are done within the answer, unless a change was on its way.
        awaited(() -> !recorded("program.ownerless", "feed").isEmpty());
        assertThat(listed()).containsPattern("feed +service +ownerless +lea ");
        own.said();
        assertThat(own.perform(new ProgramRequest.Own(own.data(), "feed", "lea", "Vacation")))
                .as("nothing to change")
                .isNotEqualTo(Exit.DONE);
        assertThat(own.said()).contains("SP7263 ");

        own.perform(new ProgramRequest.Own(own.data(), "feed", "ada", "Lea is away"));

        works(ProgramsOfTheDirectoryTest::feed);
        assertThat(recorded("program.owner.changed", "feed"))
                .last()
                .asString()
                .contains("\"before\":\"lea\"", "\"after\":\"ada\"", "Lea is away");
        assertThat(shown("feed"))
                .contains("\"kind\":\"owner changed\"", "\"reason\":\"Lea is away\"");
    }

    /** Somebody was gone before the doors had heard that a program was theirs. */
    @Test
    void areSaidToBeNobodysWhenTheirOwnerWasGoneFirst(@TempDir Path record) throws Exception {
        String mia = hr.joins("mia");
        Deployment deployment = serving.deployment();
        awaited(() -> deployment.inForce().content().people().isAtWork("mia"));
        Directory told = deployment.told().said();
        Program feed = told.program(AskerKind.SERVICES, "feed").orElseThrow();
        Map<String, Program> programs = new HashMap<>(told.programs());
        programs.put(
                "feed",
                new Program(feed.kind(), "feed", "mia", feed.workload(), false, feed.place()));
        Directory late = new Directory(told.people(), told.removed(), programs);
        List<String> alarms = new ArrayList<>();
        AuditKey key = AuditKey.open(record.resolve("key"), "test.example/audit");
        try (AuditLog log =
                AuditLog.open(
                        record.resolve("audit"), key, "test.example/audit", Clock.systemUTC())) {
            var doors =
                    new DirectoryDoors(
                            deployment,
                            serving.gateways(),
                            new Orphans(log, problem -> alarms.add(problem.toString())));
            doors.cut(Set.of("mia"));
            assertThat(alarms).isEmpty();

            assertThat(doors.apply(late)).isEqualTo(new Doors.Outcome.Applied());

            assertThat(alarms)
                    .singleElement()
                    .asString()
                    .contains("SP7260 nobody at work answers for service `feed` since `mia`");
            // As whoever was let in by an older directory is cut once more.
            doors.cut(Set.of("mia"));
            assertThat(alarms).as("said once").hasSize(1);
        } finally {
            hr.active(mia, false);
            awaited(() -> shown("feed").contains("\"owner\":\"ada\"") && isActive("feed"));
            works(ProgramsOfTheDirectoryTest::feed);
        }
    }

    @Test
    void areNotTheFilesToo() throws Exception {
        Path people = folder.resolve("people.yaml");
        String before = Files.readString(people);
        Files.writeString(people, before + "services:\n  feed: {owner: wim}\n");
        own.said();
        try {
            assertThat(own.apply()).isEqualTo(Exit.FAILED);
            assertThat(own.said())
                    .contains(
                            "SP7264 people.yaml:6 `feed` is a service of the directory, and stands"
                                    + " here too");
            assertThat(own.plan()).isEqualTo(Exit.FAILED);
            Files.writeString(people, before + "  helper: {name: Helper}\n");
            own.said();
            assertThat(own.apply()).isEqualTo(Exit.FAILED);
            assertThat(own.said()).contains("SP7264 people.yaml:5 `helper` is an agent");
        } finally {
            Files.writeString(people, before);
        }
        assertThat(add(ProgramRequest.Kind.SERVICE, "wim", "ada", "x")).isNotEqualTo(Exit.DONE);
        assertThat(own.said()).contains("SP7264 ", "`wim` stands in the file of people");
        assertThat(add(ProgramRequest.Kind.SERVICE, "spare", "nobody", "x"))
                .isNotEqualTo(Exit.DONE);
        assertThat(own.said()).contains("SP7263 ");
        assertThat(own.plan()).as(own.said()).isEqualTo(Exit.DONE);
    }

    private static String listed() throws Exception {
        own.said();
        own.perform(
                new PeopleRequest.Listing(
                        own.data(), PeopleRequest.Kind.SERVICE, Request.Form.TEXT));
        return own.said();
    }

    private static boolean isActive(String login) throws Exception {
        return shown(login).contains("\"state\":\"active\"");
    }

    private static String shown(String login) throws Exception {
        own.said();
        own.perform(new PeopleRequest.Show(own.data(), login, Request.Form.JSON));
        return own.said();
    }
}
