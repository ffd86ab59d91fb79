package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.GatewayRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane by itself, and gateways with nothing of their own that follow it. */
final class FollowingTest {
    private static final String NOTE = "SELECT note FROM visits";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir static Path folder;
    private static OwnServer own;
    private static ServerCertificate certificate;
    private static Path config;
    private static int port;

    /** What a gateway says beside its clients. */
    private final StringWriter alerts = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        own = OwnServer.start(folder);
        certificate = ServerCertificate.create(folder, "control", OwnServer.HERE);
        port = OwnServer.freePort();
        config =
                own.config(
                        "localhost:" + own.postgres().port(),
                        "authority: " + own.certificate().certificate(),
                        """
                        role: control
                        control:
                          port: %d
                          gateway: {host: gate.example, authority: %s}
                        """
                                .formatted(port, certificate.certificate()));
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "plaintext: nobody",
                                "plaintext: nobody, certificate: %s, key: %s"
                                        .formatted(certificate.certificate(), certificate.key())));
        own.prepare(config);
        assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
    }

    @AfterAll
    static void stop() throws Exception {
        own.close();
    }

    @Test
    void givesGatewaysThePolicyThatHoldsAndEndsWhatTheyHaveOpen() throws Exception {
        try (Running control = new Running();
                Running gateways = new Running()) {
            own.serve(config, control);
            GatewayServer east = follow("east", gateways);
            GatewayServer west = follow("west", gateways);
            String ada = own.token("ada");
            try (Connection atEast = connect(east, "ada", ada);
                    Connection atWest = connect(west, "ada", ada)) {
                assertThat(OwnServer.one(atEast, NOTE)).isEqualTo("well");
                assertThat(OwnServer.one(atWest, NOTE)).isEqualTo("well");
                assertThat(sessions()).contains(" ada ").hasLineCount(3);
                assertThat(listed()).contains("\"state\":\"current\"").doesNotContain("away");

                String id = sessions().lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
                own.perform(new Request.SessionKill(own.data(), id, "Lunch"));
                assertThat(sessions()).doesNotContain(id).hasLineCount(2);
            }

            String wim = own.token("wim");
            try (Connection open = connect(east, "wim", wim)) {
                assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
                withoutWim(() -> {
                    assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
                    assertThatThrownBy(() -> OwnServer.one(open, NOTE))
                            .isInstanceOf(SQLException.class);
                    assertThatThrownBy(() -> connect(west, "wim", wim))
                            .hasMessageContaining("SP4002 ");
                });
            }
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            connect(west, "wim", wim).close();

            own.perform(new Request.RotateSecrets(own.data()));
            connect(west, "wim", wim).close();
            own.perform(new Request.TokenRevoke(own.data(), wim.split("_", 3)[1]));
            assertThatThrownBy(() -> connect(west, "wim", wim)).hasMessageContaining("password");
        }
    }

    @Test
    void doesNotAnswerThatSomebodyHasLeftBeforeEveryGatewayKnows() throws Exception {
        try (Running control = new Running();
                Running gateways = new Running()) {
            Running south = new Running();
            Serving serving =
                    new Server(
                                    ConfigReader.read(config, Map.of()),
                                    new Checkout(OwnServer.ROOT),
                                    Clock.systemUTC())
                            .open(control, terminal());
            GatewayServer east = follow("east", gateways);
            HrDirectory hr = HrDirectory.of(own, port, certificate.certificate());
            String lea = hr.joins("lea");
            hr.group("ward", lea);
            awaitHeld(serving, "lea");
            String token = own.token("lea");
            try (Connection open = connect(east, "lea", token)) {
                assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
                hr.active(lea, false);
                assertThatThrownBy(() -> OwnServer.one(open, NOTE))
                        .isInstanceOf(SQLException.class);
                assertThat(sessions()).contains("Nobody is signed in");
            }

            hr.active(lea, true);
            awaitHeld(serving, "lea");
            follow("south", south);
            south.close();
            hr.active(lea, false);
            assertThat(alerts.toString()).contains("ALERT SP7121 ");
            GatewayServer again = follow("south", gateways);
            assertThatThrownBy(() -> connect(again, "lea", token)).isInstanceOf(SQLException.class);
            await(() -> listed().lines().filter(line -> line.contains("current")).count() == 2);
        }
    }

    @Test
    void servesByWhatItKnowsWhereTheControlPlaneIsAway() throws Exception {
        String ada;
        try (Running control = new Running();
                Running gateways = new Running()) {
            own.serve(config, control);
            ada = own.token("ada");
            GatewayServer east = follow("east", gateways);
            end(control);
            try (Connection open = connect(east, "ada", ada)) {
                assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
            }
        }
        try (Running control = new Running();
                Running gateways = new Running()) {
            GatewayServer east = follow("east", gateways);
            assertThat(alerts.toString()).contains("ALERT SP7313 ");
            try (Connection open = connect(east, "ada", ada)) {
                assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
                own.serve(config, control);
                await(() -> listed().contains("current"));
                assertThat(sessions()).contains(" ada ");
                assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
            }
        }
        assertThatThrownBy(() -> follow("nobody-heard", new Running()))
                .hasMessageContaining("SP7313 ");
    }

    @Test
    void servesNobodyOnceItsTokenIsTakenBackOrItHearsNothingForTooLong() throws Exception {
        try (Running control = new Running();
                Running gateways = new Running()) {
            own.serve(config, control);
            String ada = own.token("ada");
            GatewayServer east = follow("east", gateways);
            GatewayServer brief = follow("brief", gateways);
            try (Connection atEast = connect(east, "ada", ada);
                    Connection atBrief = connect(brief, "ada", ada)) {
                assertThat(OwnServer.one(atEast, NOTE)).isEqualTo("well");
                own.perform(new GatewayRequest.Revoke(own.data(), id("east")));
                await(() -> alerts.toString().contains("ALERT SP7314 "));
                await(() -> refuses(atEast));
                assertThatThrownBy(() -> connect(east, "ada", ada))
                        .hasMessageContaining("SP4019 this gateway may not follow");
                assertThat(OwnServer.one(atBrief, NOTE)).isEqualTo("well");
                end(control);
                await(() -> refuses(atBrief));
                assertThatThrownBy(() -> connect(brief, "ada", ada))
                        .hasMessageContaining("SP4019 this gateway has heard nothing");
            }
            Files.delete(folder.resolve("east/token"));
        }
    }

    @Test
    void leavesToTheControlPlaneWhatIsItsOwn() throws Exception {
        try (Running control = new Running();
                Running gateways = new Running()) {
            own.serve(config, control);
            follow("east", gateways);
            Path data = folder.resolve("east/data");
            own.perform(new Request.ApplyPolicy(data, Optional.empty(), Optional.empty()));
            assertThat(own.said()).contains("SP7315 ", "https://localhost:" + port);
            own.perform(new Request.SessionList(data, Request.Form.TEXT, Request.Watching.OFF));
            assertThat(own.said()).contains("Nobody is signed in");
            end(gateways);
            assertThatThrownBy(() -> own.perform(new Request.RotateSecrets(data)))
                    .hasMessageContaining("SP7315 ");
            assertThat(own.perform(new Request.AuditVerify(data, Optional.empty())))
                    .isEqualTo(Exit.DONE);
            own.perform(new GatewayRequest.Add(own.data(), "Über uns", Duration.ofHours(1)));
            assertThat(own.said()).contains("SP6007 ");
        }
    }

    /** With its token, made where it has none yet. */
    private GatewayServer follow(String name, Running running) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        Path token = home.resolve("token");
        if (!name.equals("nobody-heard") && !Files.exists(token)) {
            own.said();
            own.perform(new GatewayRequest.Add(own.data(), name, Duration.ofHours(1)));
            write(token, own.said().lines().findFirst().orElseThrow());
        } else if (!Files.exists(token)) {
            write(token, "sp_gateway_none");
        }
        Path file =
                Files.writeString(
                        home.resolve("sallyport.yaml"),
                        """
                        version: 1
                        follow:
                          url: https://localhost:%d
                          authority: %s
                          token: {file: token}
                          apart: %s
                        target:
                          hosts: "localhost:%d"
                          authority: %s
                          databases: {lab: LAB_PROD}
                        listen: {port: %d, plaintext: nobody}
                        """
                                .formatted(
                                        port,
                                        certificate.certificate(),
                                        name.equals("brief") ? "2s" : "600s",
                                        own.postgres().port(),
                                        own.certificate().certificate(),
                                        OwnServer.freePort()));
        ServerConfig read = ConfigReader.read(file, Map.of());
        return new FollowingServer(
                        read,
                        read.follow().orElseThrow(),
                        new Checkout(OwnServer.ROOT),
                        Clock.systemUTC())
                .open(running, terminal());
    }

    private static void write(Path file, String secret) throws IOException {
        Folders.write(file, secret.getBytes(StandardCharsets.UTF_8));
    }

    private Terminal terminal() {
        PrintWriter err = new PrintWriter(alerts);
        return new Terminal(err, err);
    }

    /** Before its time: what is started is ended once, whoever does it first. */
    private static void end(Running running) throws IOException {
        running.close();
    }

    private interface Fact {
        boolean holds() throws Exception;
    }

    private static void await(Fact fact) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fact.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static void awaitHeld(Serving serving, String login) throws Exception {
        await(() ->
                serving.deployment()
                        .inForce()
                        .snapshot()
                        .entitlements()
                        .account(login)
                        .filter(account -> !account.roles().isEmpty())
                        .isPresent());
    }

    /** What somebody does while wim is in no group. */
    private static void withoutWim(Work work) throws Exception {
        Path people = folder.resolve("people.yaml");
        String before = Files.readString(people);
        Files.writeString(
                people, before.replace("wim: {name: Wim, groups: [ward]}", "wim: {name: Wim}"));
        try {
            work.run();
        } finally {
            Files.writeString(people, before);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Connection connect(GatewayServer gateway, String login, String token)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login);
        properties.setProperty("password", token);
        properties.setProperty("sslmode", "require");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/ehr".formatted(gateway.address().getPort()),
                properties);
    }

    private static String sessions() throws Exception {
        own.said();
        own.perform(new Request.SessionList(own.data(), Request.Form.TEXT, Request.Watching.OFF));
        return own.said();
    }

    private static String listed() throws Exception {
        own.said();
        own.perform(new GatewayRequest.Listing(own.data(), Request.Form.JSON));
        return own.said().replaceAll("\\s*:\\s*", ":");
    }

    private static String id(String name) throws Exception {
        own.said();
        own.perform(new GatewayRequest.Listing(own.data(), Request.Form.TEXT));
        return own.said()
                .lines()
                .filter(line -> line.contains(" " + name + " "))
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[0];
    }

    private static boolean refuses(Connection open) {
        try {
            OwnServer.one(open, NOTE);
            return false;
        } catch (SQLException e) {
            return true;
        }
    }
}
