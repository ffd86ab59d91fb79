package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.LogCopy;
import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.GatewayRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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

    /** The control plane, until a test has it end. */
    private static @Nullable Running control;

    private static @Nullable Serving serving;

    /** What servers say beside their clients. */
    private static final StringWriter ALERTS = new StringWriter();

    /** Where each gateway shows its health. */
    private static final Map<String, Integer> HEALTH = new HashMap<>();

    /** Of the clock of gateways. */
    private static volatile Duration ahead = Duration.ZERO;

    private final Running gateways = new Running();

    @BeforeAll
    static void start() throws Exception {
        own = OwnServer.start(folder);
        certificate = ServerCertificate.create(folder, "control", ServerCertificate.HERE);
        port = FreePort.next();
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
        replace(
                config,
                "plaintext: nobody",
                "plaintext: nobody, certificate: %s, key: %s"
                        .formatted(certificate.certificate(), certificate.key()));
        replace(
                folder.resolve("policy/all.yaml"),
                "ehr: {engine: postgresql, manage: {schemas: [s]}}",
                "ehr: {engine: postgresql, manage: {schemas: [s]}, subject: {label: Visit, table: s.visits, key: id}}");
        own.prepare(config);
        assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
    }

    @BeforeEach
    void serve() throws Exception {
        serveAgain();
        forgetGateways();
        ALERTS.getBuffer().setLength(0);
        ahead = Duration.ZERO;
    }

    private static void serveAgain() throws Exception {
        if (control == null) {
            control = new Running();
            serving =
                    new Server(
                                    ConfigReader.read(config, Map.of()),
                                    new Checkout(Project.ROOT),
                                    Clock.systemUTC())
                            .open(control, terminal());
        }
    }

    /** Who is away is waited for by nobody whom it does not concern. */
    private static void forgetGateways() throws Exception {
        own.said();
        own.perform(new GatewayRequest.Listing(own.data(), Request.Form.TEXT));
        for (String line : own.said().lines().skip(1).toList()) {
            String[] words = line.split(" +", 3);
            own.perform(new GatewayRequest.Revoke(own.data(), words[0]));
            Files.deleteIfExists(folder.resolve(words[1]).resolve("token"));
        }
    }

    @AfterEach
    void endGateways() throws IOException {
        gateways.close();
    }

    @AfterAll
    static void stop() throws Exception {
        endControl();
        own.close();
    }

    private static void endControl() throws IOException {
        if (control != null) {
            control.close();
            control = null;
        }
    }

    @Test
    void givesGatewaysThePolicyThatHoldsAndEndsWhatTheyHaveOpen() throws Exception {
        GatewayServer east = follow("east");
        GatewayServer west = follow("west");
        String ada = own.token("ada");
        try (Connection atEast = connect(east, "ada", ada);
                Connection atWest = connect(west, "ada", ada)) {
            assertThat(OwnServer.one(atEast, NOTE)).isEqualTo("well");
            assertThat(OwnServer.one(atWest, NOTE)).isEqualTo("well");
            assertThat(sessions()).contains(" ada ").hasLineCount(3);
            assertThat(listed("east", "west")).allMatch(line -> line.endsWith(" current"));

            String id = sessions().lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
            own.perform(new Request.SessionKill(own.data(), id, "Lunch"));
            await(() -> !sessions().contains(id));
            assertThat(sessions()).hasLineCount(2);
        }
        assertThat(saw(List.of())).contains("0 statements", "name them with `--record`");
        assertThat(
                        saw(
                                List.of(
                                        folder.resolve("east/data/audit"),
                                        folder.resolve("west/data/audit"))))
                .contains("2 statements of 1 people");
        readsOnlyWholeRecordsAndEachOnce(folder.resolve("east/data/audit"));
        own.perform(new Request.TokenList(own.data(), Request.Form.TEXT));
        assertThat(own.said()).doesNotContain("never");
    }

    private static void readsOnlyWholeRecordsAndEachOnce(Path east) throws Exception {
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        long events;
        try (Stream<LogReader.LoggedEvent> all = LogReader.read(east)) {
            events = all.count();
        }
        for (LogCopy.Part part : LogCopy.of(east, events).parts()) {
            try (var file = new RandomAccessFile(copy.resolve(part.name()).toFile(), "rw")) {
                part.copy(file::write);
                file.setLength(part.length());
            }
        }
        assertThat(saw(List.of(copy))).contains("1 statements");
        assertThat(saw(List.of(east, copy))).contains("SP6007 ", "read already");
        assertThat(saw(List.of(own.data().resolve("audit")))).contains("SP6007 ");
        Files.delete(copy.resolve("segment-000000000000000000"));
        assertThat(saw(List.of(copy))).contains("SP5002 ", "is wrong").doesNotContain("statements");
        assertThat(saw(List.of(folder))).contains("SP5003 ");
    }

    @Test
    void tellsGatewaysOfEveryChangeBeforeItIsDone() throws Exception {
        GatewayServer east = follow("east");
        String wim = own.token("wim");
        Path people = folder.resolve("people.yaml");
        try (Connection open = connect(east, "wim", wim)) {
            assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
            replace(people, "wim: {name: Wim, groups: [ward]}", "wim: {name: Wim}");
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            assertThatThrownBy(() -> OwnServer.one(open, NOTE)).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> connect(east, "wim", wim)).hasMessageContaining("SP4002 ");
        replace(people, "wim: {name: Wim}", "wim: {name: Wim, groups: [ward]}");
        assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
        connect(east, "wim", wim).close();

        own.perform(new Request.RotateSecrets(own.data()));
        connect(east, "wim", wim).close();
        own.perform(new Request.TokenRevoke(own.data(), wim.split("_", 3)[1]));
        assertThatThrownBy(() -> connect(east, "wim", wim)).hasMessageContaining("SP4001 ");
    }

    @Test
    void doesNotAnswerThatSomebodyHasLeftBeforeEveryGatewayKnows() throws Exception {
        GatewayServer east = follow("east");
        HrDirectory hr = HrDirectory.of(own, port, certificate.certificate());
        String lea = hr.joins("lea");
        hr.group("ward", lea);
        awaitHeld("lea");
        String token = own.token("lea");
        try (Connection open = connect(east, "lea", token)) {
            assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
            hr.active(lea, false);
            assertThatThrownBy(() -> OwnServer.one(open, NOTE)).isInstanceOf(SQLException.class);
            assertThat(sessions()).contains("Nobody is signed in");
        }

        hr.active(lea, true);
        awaitHeld("lea");
        Running south = new Running();
        follow("south", south);
        south.close();
        hr.active(lea, false);
        assertThat(ALERTS.toString())
                .containsPattern("ALERT SP7121 .*SP7311 gateway `south` has not confirmed");
        GatewayServer again = follow("south");
        assertThatThrownBy(() -> connect(again, "lea", token)).isInstanceOf(SQLException.class);
        await(() -> listed("east", "south").stream().allMatch(line -> line.endsWith(" current")));
    }

    @Test
    void servesByWhatItKnowsWhereTheControlPlaneIsAway() throws Exception {
        String ada = own.token("ada");
        Running before = new Running();
        GatewayServer east = follow("east", before);
        endControl();
        try (Connection open = connect(east, "ada", ada)) {
            assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
        }
        before.close();

        GatewayServer again = follow("east");
        assertThat(ALERTS.toString()).contains("ALERT SP7313 ");
        assertThatThrownBy(() -> follow("nobody-heard")).hasMessageContaining("SP7313 ");
        try (Connection open = connect(again, "ada", ada)) {
            assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
            serveAgain();
            await(() -> listed("east").getFirst().endsWith(" current"));
            assertThat(sessions()).contains(" ada ");
            assertThat(OwnServer.one(open, NOTE)).isEqualTo("well");
        }
    }

    @Test
    void servesNobodyOnceItsTokenIsTakenBackOrItHearsNothingForTooLong() throws Exception {
        String ada = own.token("ada");
        GatewayServer gone = follow("gone");
        GatewayServer brief = follow("brief");
        try (Connection atGone = connect(gone, "ada", ada);
                Connection atBrief = connect(brief, "ada", ada)) {
            assertThat(OwnServer.one(atGone, NOTE)).isEqualTo("well");
            assertThat(health("brief", "readyz")).isEqualTo("200 ok\n");
            assertThat(health("brief", "metrics"))
                    .contains("sallyport_sessions 1.0\n", "sallyport_ready 1.0\n");
            own.perform(new GatewayRequest.Revoke(own.data(), id("gone")));
            await(() -> ALERTS.toString().contains("ALERT SP7314 "));
            await(() -> refuses(atGone));
            assertThatThrownBy(() -> connect(gone, "ada", ada))
                    .hasMessageContaining("SP4019 this gateway may not follow");
            assertThat(OwnServer.one(atBrief, NOTE)).isEqualTo("well");
            endControl();
            ahead = Duration.ofMinutes(2);
            await(() -> refuses(atBrief));
            assertThatThrownBy(() -> connect(brief, "ada", ada))
                    .hasMessageContaining("SP4019 this gateway has heard nothing");
            assertThat(health("brief", "readyz"))
                    .isEqualTo(
                            "503 SP4019 this gateway has heard nothing from its control plane for too long\n");
            assertThat(health("brief", "livez")).isEqualTo("200 ok\n");
            assertThat(health("brief", "metrics"))
                    .contains("sallyport_ready 0.0\n", "sallyport_follow_heard_timestamp_seconds");
            assertThat(health("brief", "livez/x")).isEqualTo("404 ");
        }
    }

    @Test
    void leavesToTheControlPlaneWhatIsItsOwn() throws Exception {
        Running running = new Running();
        follow("east", running);
        Path data = folder.resolve("east/data");
        own.perform(new Request.ApplyPolicy(data, Optional.empty(), Optional.empty()));
        assertThat(own.said()).contains("SP7315 ", "https://localhost:" + port);
        own.perform(new Request.SessionList(data, Request.Form.TEXT, Request.Watching.OFF));
        assertThat(own.said()).contains("Nobody is signed in");
        running.close();
        assertThatThrownBy(() -> own.perform(new Request.RotateSecrets(data)))
                .hasMessageContaining("SP7315 ");
        assertThat(own.perform(OwnServer.verify(data))).isEqualTo(Exit.DONE);
        own.perform(new GatewayRequest.Add(own.data(), "Über uns", Duration.ofHours(1)));
        assertThat(own.said()).contains("SP6007 ");
    }

    private GatewayServer follow(String name) throws Exception {
        return follow(name, gateways);
    }

    private static void replace(Path file, String what, String with) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(what);
        Files.writeString(file, before.replace(what, with));
    }

    private static String saw(List<Path> records) throws Exception {
        own.said();
        own.perform(new Request.Saw(own.data(), "1", Optional.empty(), records, Request.Form.TEXT));
        return own.said();
    }

    /** With its token, made where it has none yet. */
    private static GatewayServer follow(String name, Running running) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        Path token = home.resolve("token");
        if (!name.equals("nobody-heard") && !Files.exists(token)) {
            own.said();
            own.perform(new GatewayRequest.Add(own.data(), name, Duration.ofHours(1)));
            write(token, own.said().lines().findFirst().orElseThrow());
        } else if (!Files.exists(token)) {
            write(token, "sp_gateway_none");
        }
        HEALTH.put(name, FreePort.next());
        Path file =
                Files.writeString(
                        home.resolve("sallyport.yaml"),
                        """
                        version: 1
                        follow:
                          url: https://localhost:%d
                          authority: %s
                          token: {file: token}
                          apart: 60s
                        target:
                          hosts: "localhost:%d"
                          authority: %s
                          databases: {lab: LAB_PROD}
                        listen: {port: %d, plaintext: nobody}
                        management: {port: %d}
                        """
                                .formatted(
                                        port,
                                        certificate.certificate(),
                                        own.postgres().port(),
                                        own.certificate().certificate(),
                                        FreePort.next(),
                                        HEALTH.get(name)));
        ServerConfig read = ConfigReader.read(file, Map.of());
        return new FollowingServer(
                        read,
                        read.follow().orElseThrow(),
                        new Checkout(Project.ROOT),
                        () -> Instant.now().plus(ahead))
                .open(running, terminal());
    }

    private static void write(Path file, String secret) throws IOException {
        Folders.write(file, secret.getBytes(StandardCharsets.UTF_8));
    }

    private static Terminal terminal() {
        PrintWriter err = new PrintWriter(ALERTS);
        return new Terminal(err, err);
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

    private static void awaitHeld(String login) throws Exception {
        await(() ->
                Objects.requireNonNull(serving)
                        .deployment()
                        .inForce()
                        .snapshot()
                        .entitlements()
                        .account(login)
                        .filter(account -> !account.roles().isEmpty())
                        .isPresent());
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

    /** The line of each of these gateways. */
    private static List<String> listed(String... names) throws Exception {
        own.said();
        own.perform(new GatewayRequest.Listing(own.data(), Request.Form.TEXT));
        List<String> lines = own.said().lines().toList();
        return Stream.of(names)
                .map(name ->
                        lines.stream()
                                .filter(line -> line.contains(" " + name + " "))
                                .findFirst()
                                .orElseThrow())
                .toList();
    }

    private static String id(String name) throws Exception {
        return listed(name).getFirst().split(" ", 2)[0];
    }

    /** Of a gateway that runs: the status and the text. */
    private static String health(String name, String page) throws Exception {
        int there = Objects.requireNonNull(HEALTH.get(name));
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:" + there + "/" + page))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
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
