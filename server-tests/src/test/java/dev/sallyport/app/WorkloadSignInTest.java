package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.Exit;
import dev.sallyport.gateway.AccountCertificate;
import dev.sallyport.testkit.ServerCertificate;
import dev.sallyport.testkit.TokenPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents and services come in by tokens of their platform or by certificates, and nobody else. */
final class WorkloadSignInTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NOTE = "SELECT note FROM visits";

    private static final String ASSIGNMENTS =
            """
              - {service: feed, role: visits, until: 2027-06-30, reason: Feeds}
              - {service: stuck, role: visits, until: 2027-06-30, reason: Waits}
              - {service: old, role: visits, until: 2027-06-30, reason: Has no platform}
              - {agent: helper, role: both, on_behalf_of: "group:all", until: 2027-06-30, reason: Drafts}
            """;

    @TempDir static Path folder;
    private static OwnServer own;
    private static TokenPlatform platform;
    private static TokenPlatform hung;
    private static Running running;
    private static Serving serving;

    @BeforeAll
    static void start() throws Exception {
        platform = new TokenPlatform();
        hung = new TokenPlatform();
        hung.hang();
        own = OwnServer.start(folder);
        Path policy = folder.resolve("policy/all.yaml");
        Files.writeString(policy, Files.readString(policy) + ASSIGNMENTS);
        people(TokenPlatform.SUBJECT);
        Path config = config();
        own.prepare(config);
        certify();
        assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
        running = new Running();
        serving = own.serve(config, running);
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
        own.close();
        platform.close();
        hung.close();
    }

    private static Path config() throws Exception {
        return own.config(
                "localhost:" + own.postgres().port(),
                "authority: " + own.certificate().certificate(),
                """
                limits: {handshake: 120s}
                workloads:
                  cluster: {issuer: "%s", audience: sallyport}
                  other.cluster: {issuer: "%s", audience: sallyport}
                """
                        .formatted(platform.issuer(), hung.issuer()));
    }

    private static void people(String subject) throws Exception {
        Files.writeString(
                folder.resolve("people.yaml"),
                """
                version: 1
                people:
                  ada: {name: Ada, groups: [all]}
                  wim: {name: Wim, groups: [ward]}
                agents:
                  helper: {owner: wim, workload: {issuer: "%1$s", subject: "agents/helper"}}
                services:
                  feed: {owner: ada, workload: {issuer: "%1$s", subject: "%3$s"}}
                  stuck: {owner: ada, workload: {issuer: "%2$s", subject: "%3$s"}}
                  old: {owner: ada}
                """
                        .formatted(platform.issuer(), hung.issuer(), subject));
    }

    /** Whoever issues native accounts theirs issues clients theirs, for this test. */
    private static void certify() throws Exception {
        Keys keys = Keys.in(own.data().resolve("keys"), new SecureRandom());
        var authority =
                new AccountCertificates(keys, Epochs.in(keys.file("epoch")), Clock.systemUTC());
        Files.createDirectories(own.data().resolve("tls"));
        Files.writeString(own.data().resolve("tls/clients.crt"), authority.pem());
        for (String login : List.of("helper$ada", "old")) {
            AccountCertificate one = authority.of(login).getFirst();
            Files.writeString(
                    folder.resolve(login + ".pem"),
                    ServerCertificate.pem("CERTIFICATE", one.certificate().getEncoded()));
            Folders.write(folder.resolve(login + ".pk8"), one.key().getEncoded());
        }
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private static String token() {
        return platform.token(now());
    }

    private static String agentToken() {
        return platform.signed(platform.claims(now()).subject("agents/helper").build());
    }

    private static Connection connect(String login, String secret) throws SQLException {
        return own.connect(serving, "ehr", login, secret);
    }

    private static void refuses(String login, String secret, String code, String sqlState) {
        assertThatThrownBy(() -> connect(login, secret).close())
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> {
                            assertThat(e.getSQLState()).isEqualTo(sqlState);
                            assertThat(e.getMessage()).contains(code + " ");
                            assertThat(e.getMessage()).doesNotContain(secret);
                        });
    }

    private static List<String> recorded(String word) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(own.data().resolve("audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json -> json.contains(word))
                    .toList();
        }
    }

    private static void awaitEnd(Connection session, String code) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                OwnServer.one(session, NOTE);
            } catch (SQLException ended) {
                assertThat(ended.getMessage()).containsAnyOf(code + " ", "closed", "I/O error");
                return;
            }
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void signsInAsItselfAndIsOnRecordByItsPlatformAndNotByItsToken() throws Exception {
        String token = token();
        try (Connection feed = connect("feed", token)) {
            assertThat(OwnServer.one(feed, NOTE)).isEqualTo("well");
            assertThat(OwnServer.one(feed, "SELECT session_user")).isEqualTo("feed");
        }
        String agents = agentToken();
        try (Connection helper = connect("helper$ada", agents)) {
            assertThat(OwnServer.one(helper, NOTE)).isEqualTo("well");
            assertThat(OwnServer.one(helper, "SELECT session_user")).isEqualTo("helper$ada");
        }
        assertThat(recorded("session.open"))
                .anyMatch(event ->
                        event.contains(
                                "\"auth\":{\"by\":\"workload token\",\"id\":\""
                                        + platform.issuer()
                                        + " "
                                        + TokenPlatform.SUBJECT
                                        + "\"}"));
        for (String secret : List.of(token, agents, token.split("\\.", -1)[2])) {
            assertThat(recorded(secret)).isEmpty();
        }
    }

    /** As scripts do, with what everybody has. */
    @Test
    void signsInWithPsql() throws Exception {
        var command =
                new ProcessBuilder(
                        "psql",
                        "-XAtwc",
                        NOTE,
                        "host=127.0.0.1 port=%d dbname=ehr user=feed sslmode=require"
                                .formatted(serving.gateway().address().getPort()));
        command.environment().put("PGPASSWORD", token());
        command.redirectErrorStream(true);
        Process psql = command.start();
        String said = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(psql.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(said).endsWith("well\n");
    }

    @Test
    void refusesWhatProvesNothing() throws Exception {
        refuses("feed", "demo", "SP7261", "28P01");
        refuses("feed", agentToken(), "SP7261", "28P01");
        refuses("helper$ada", token(), "SP7261", "28P01");
        refuses("helper$nobody", token(), "SP7261", "28P01");
        refuses("helper$nobody", agentToken(), "SP4002", "28000");
        refuses("feed", token() + "a".repeat(9_000), "SP7261", "28P01");
        refuses("feed", token() + "a".repeat(20_000), "SP4004", "08P01");
        refuses("feed", token() + "a".repeat(16 << 20), "SP4004", "08P01");
        refuses(
                "feed",
                platform.signed(platform.claims(now()).audience("another").build()),
                "SP7261",
                "28P01");
        assertThat(recorded("session.refused"))
                .anyMatch(event -> event.contains("\"SP7261\"") && event.contains("\"feed\""));
    }

    @Test
    void keepsProofsOfPeopleAndOfProgramsApart() throws Exception {
        String ada = own.token("ada");
        connect("ada", ada).close();

        refuses("ada", token(), "SP4001", "28P01");
        refuses("ada", agentToken(), "SP4001", "28P01");
        refuses("feed", ada, "SP7261", "28P01");
        refuses("helper$ada", ada, "SP7261", "28P01");
        refuses("old", ada, "SP4001", "28P01");
        refuses("old", token(), "SP4001", "28P01");
        assertThat(own.token("feed")).startsWith("SP6011 ");
        assertThat(own.token("helper$ada")).startsWith("SP6011 ");
        connect("old", own.token("old")).close();
        SignInTokens tokens =
                new SignInTokens(
                        serving.deployment(),
                        new OwnGateway(serving.gateway()),
                        new GatewayPlace(serving.gateway().address(), folder),
                        Clock.systemUTC(),
                        new SecureRandom());
        for (String program : List.of("feed", "old", "helper$ada")) {
            assertThat(tokens.give(program, Optional.empty())).isEmpty();
        }
    }

    @Test
    void letsOthersInWhileAPlatformHangs() throws Exception {
        CompletableFuture<Void> stuck =
                CompletableFuture.runAsync(
                        () -> refuses("stuck", hung.token(now()), "SP7262", "57P03"));
        for (int i = 0; i < 5; i++) {
            connect("feed", token()).close();
        }
        stuck.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void endsWithItsToken() throws Exception {
        String brief = brief(3);
        try (Connection feed = connect("feed", brief)) {
            awaitEnd(feed, "SP4013");
        } catch (SQLException slow) {
            // On a busy machine it may have ended before the sign-in did.
            assertThat(slow.getMessage()).contains(": expired");
            brief = brief(40);
            try (Connection feed = connect("feed", brief)) {
                awaitEnd(feed, "SP4013");
            }
        }
        refuses("feed", brief, "SP7261", "28P01");
        assertThat(recorded("session.close"))
                .anyMatch(event -> event.contains("\"feed\"") && event.contains("\"SP4013\""));
    }

    private static String brief(int seconds) {
        Instant end = now().plusSeconds(seconds);
        return platform.signed(platform.claims(now()).expirationTime(Date.from(end)).build());
    }

    @Test
    void endsWhenItIsAnotherWorkloadsName() throws Exception {
        try (Connection feed = connect("feed", token())) {
            assertThat(OwnServer.one(feed, NOTE)).isEqualTo("well");
            people("system:serviceaccount:ward:other");
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            awaitEnd(feed, "SP4013");
            refuses("feed", token(), "SP7261", "28P01");
        } finally {
            people(TokenPlatform.SUBJECT);
            own.apply();
        }
    }

    @Test
    void signsInByACertificateOfItsOwn() throws Exception {
        for (String login : List.of("helper$ada", "old")) {
            try (Connection program = certified(login, login)) {
                assertThat(OwnServer.one(program, "SELECT session_user")).isEqualTo(login);
            }
        }
        assertThatThrownBy(() -> certified("ada", "helper$ada")).hasMessageContaining("SP4012 ");
        assertThatThrownBy(() -> certified("helper$wim", "helper$ada"))
                .hasMessageContaining("SP4012 ");
        assertThat(recorded("session.open"))
                .anyMatch(event ->
                        event.contains("\"helper$ada\"")
                                && event.contains("\"auth\":{\"by\":\"certificate\""));
    }

    private static Connection certified(String login, String certificate) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/ehr?sslmode=require&sslcert=%s&sslkey=%s"
                        .formatted(
                                serving.gateway().address().getPort(),
                                folder.resolve(certificate + ".pem"),
                                folder.resolve(certificate + ".pk8")),
                login,
                "");
    }
}
