package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.TokenPlatform;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person owns is nobody's when the directory says that they are gone. */
final class OwnerLeavesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NOTE = "SELECT note FROM visits";

    @TempDir Path folder;

    @Test
    void endsItsProgramsUntilSomebodyElseOwnsThem() throws Exception {
        int port = FreePort.next();
        StringWriter alerts = new StringWriter();
        try (TokenPlatform platform = new TokenPlatform();
                OwnServer own = OwnServer.start(folder)) {
            Path config = prepare(own, platform, port);
            try (Running running = new Running();
                    PrintWriter err = new PrintWriter(alerts)) {
                Serving serving =
                        new Server(
                                        ConfigReader.read(config, Map.of()),
                                        new Checkout(Project.ROOT),
                                        Clock.systemUTC())
                                .open(running, new Terminal(err, err));
                HrDirectory hr = HrDirectory.of(own, port);
                assertThatThrownBy(() -> hr.joins("feed"))
                        .hasMessageContaining("is the name of a service");
                String lea = joins(own, hr);
                try (Connection feed = connect(own, serving, platform)) {
                    assertThat(OwnServer.one(feed, NOTE)).isEqualTo("well");
                    hr.active(lea, false);
                    // Answered once it is true: nothing is waited for.
                    assertThatThrownBy(() -> OwnServer.one(feed, NOTE))
                            .isInstanceOf(SQLException.class);
                }
                assertThatThrownBy(() -> connect(own, serving, platform))
                        .hasMessageContaining("SP7260 nobody at work answers for service `feed`");
                assertThat(recorded(own, "program.ownerless"))
                        .singleElement()
                        .satisfies(event ->
                                assertThat(event).contains("\"feed\"", "\"lea\"", "\"service\""));
                assertThat(alerts.toString())
                        .contains("ALERT SP7260 nobody at work answers for service `feed`");
                assertThat(loginOf(own, "feed")).isEqualTo("f");
                assertThat(listed(own, PeopleRequest.Kind.SERVICE))
                        .containsPattern("feed +service +ownerless +lea +" + platform.issuer());
                assertThat(listed(own, PeopleRequest.Kind.AGENT)).contains("lists none");
                own.perform(new PeopleRequest.Show(own.data(), "feed", Request.Form.JSON));
                assertThat(own.said()).contains("\"state\":\"ownerless\"", "\"owner\":\"lea\"");
                assertThat(own.apply()).isNotEqualTo(Exit.DONE);
                assertThat(own.said())
                        .contains("SP7260 people.yaml:")
                        .contains("owner `lea` of service `feed` is suspended");

                hr.active(lea, true);
                awaitBack(own, serving, platform);
                hr.active(lea, false);
                assertThatThrownBy(() -> connect(own, serving, platform))
                        .hasMessageContaining("SP7260 ");

                write(platform, "ada");
                assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
                try (Connection feed = connect(own, serving, platform)) {
                    assertThat(OwnServer.one(feed, NOTE)).isEqualTo("well");
                }
                assertThat(recorded(own, "program.listed")).hasSize(1);
                assertThat(recorded(own, "program.changed"))
                        .last()
                        .asString()
                        .contains("\"former_owner\":\"lea\"", "\"owner\":\"ada\"");
            }
        }
    }

    private Path prepare(OwnServer own, TokenPlatform platform, int port) throws Exception {
        Path policy = folder.resolve("policy/all.yaml");
        Files.writeString(
                policy,
                Files.readString(policy)
                        + "  - {service: feed, role: visits, until: 2027-06-30, reason: Feeds}\n");
        write(platform, "ada");
        return own.governed(port, platform);
    }

    private void write(TokenPlatform platform, String owner) throws Exception {
        Files.writeString(
                folder.resolve("people.yaml"),
                """
                version: 1
                people:
                  ada: {name: Ada, groups: [all]}
                services:
                  feed: {owner: %s, workload: {issuer: "%s", subject: "%s"}}
                """
                        .formatted(owner, platform.issuer(), TokenPlatform.SUBJECT));
    }

    /** Somebody whom only the directory knows, and who owns the service from then on. */
    private String joins(OwnServer own, HrDirectory hr) throws Exception {
        String lea = hr.joins("lea");
        Path people = folder.resolve("people.yaml");
        Files.writeString(people, Files.readString(people).replace("owner: ada", "owner: lea"));
        awaitApplied(own);
        return lea;
    }

    /** Refused while the directory is on its way to the doors. */
    private static void awaitApplied(OwnServer own) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (own.apply() != Exit.DONE) {
            assertThat(own.said()).contains("SP7260 ");
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static Connection connect(OwnServer own, Serving serving, TokenPlatform platform)
            throws SQLException {
        return own.connect(serving, "ehr", "feed", platform.token(Clock.systemUTC().instant()));
    }

    private static String listed(OwnServer own, PeopleRequest.Kind kind) throws Exception {
        own.said();
        own.perform(new PeopleRequest.Listing(own.data(), kind, Request.Form.TEXT));
        return own.said();
    }

    private static String loginOf(OwnServer own, String login) throws SQLException {
        try (Connection admin = own.postgres().asAdmin("postgres")) {
            return OwnServer.one(
                    admin, "SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + login + "'");
        }
    }

    private static List<String> recorded(OwnServer own, String type) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(own.data().resolve("audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json -> json.contains("\"" + type + "\""))
                    .toList();
        }
    }

    /** By itself, once both doors know that the owner is. */
    private static void awaitBack(OwnServer own, Serving serving, TokenPlatform platform)
            throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection feed = connect(own, serving, platform)) {
                assertThat(OwnServer.one(feed, NOTE)).isEqualTo("well");
                return;
            } catch (SQLException notYet) {
                assertThat(System.nanoTime()).as(notYet.getMessage()).isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }
}
