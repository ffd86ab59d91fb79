package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.BackupRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.PeopleRequest.Effect;
import dev.sallyport.cli.ProgramRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server is lost, and what was kept of it serves somewhere else. */
final class BackupTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir static Path folder;

    private static OwnServer own;
    private static Path key;
    private static Path kept;

    /** What Lena's app was given. */
    private static String app = "";

    /** A backup of a running server, made while its directory changes. */
    @BeforeAll
    static void loseAServer() throws Exception {
        own = OwnServer.start(folder);
        key = key("backup.key");
        key("secrets.key");
        kept = folder.resolve("kept.backup");
        int control = FreePort.next();
        Path config =
                own.config(
                        "localhost:" + own.postgres().port(),
                        "authority: " + own.certificate().certificate(),
                        """
                        role: both
                        control: {port: %d}
                        secrets: {key: {file: secrets.key}}
                        backup: {key: {file: backup.key}}
                        """
                                .formatted(control));
        own.prepare(config);
        assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
        try (Running running = new Running()) {
            Serving serving = own.serve(config, running);
            join(own.data(), "lena", "gone");
            enrol(control);
            done(
                    new ProgramRequest.Add(
                            own.data(),
                            ProgramRequest.Kind.SERVICE,
                            "feed",
                            "Feed",
                            "ada",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            "Before it is lost"));
            done(new Request.ScimIssue(own.data(), "okta", Duration.ofDays(1)));
            signedIn(serving, "lena", token(own.data(), "lena")).close();
            backUpWhilePeopleJoin();
            // The databases know newer secrets than the backup.
            done(new Request.RotateSecrets(own.data()));
            done(new Request.RotateSecrets(own.data()));
        }
    }

    private static void backUpWhilePeopleJoin() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> joining =
                CompletableFuture.supplyAsync(() -> {
                    int joined = 0;
                    do {
                        join(
                                own.data(),
                                IntStream.range(joined, joined + 5)
                                        .mapToObj(number -> "more" + number)
                                        .toArray(String[]::new));
                        joined += 5;
                    } while (!enough.get());
                    return joined;
                });
        String said = done(new BackupRequest.Make(own.data(), kept, Optional.of(key)));
        enough.set(true);
        assertThat(said).contains("Backed up to `" + kept + "`", "SHA-256 " + digest(kept));
        assertThat(joining.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPositive();
    }

    @AfterAll
    static void stop() throws Exception {
        own.close();
    }

    @Test
    void servesElsewhereAndOpensNothingThatMayHaveBeenTakenBack() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        Path left = Files.writeString(folder.resolve("left"), "gone\nfeed\n");
        assertThat(done(restore(elsewhere, key, Optional.of(left))))
                .contains("Suspended: ", "gone", "feed");
        assertThat(done(OwnServer.verify(elsewhere))).contains("OK  ");
        assertThat(Files.readString(elsewhere.resolve("as-backed-up/sallyport.yaml")))
                .isEqualTo(Files.readString(folder.resolve("sallyport.yaml")));

        int control = FreePort.next();
        String apart = "record: {folder: apart}\n";
        assertThatThrownBy(() -> serve(moved(elsewhere, control, apart)))
                .hasMessageStartingWith("SP7231 ");
        assertThat(folder.resolve("apart")).doesNotExist();
        Path config = moved(elsewhere, control, "");
        assertThat(commands().data(config)).isEqualTo(elsewhere);
        done(new Request.ApplyPolicy(elsewhere, Optional.empty(), Optional.empty()));
        try (Running running = new Running()) {
            Serving serving = own.serve(config, running);
            for (String login : List.of("gone", "feed")) {
                assertThat(done(new PeopleRequest.Show(elsewhere, login, Request.Form.TEXT)))
                        .contains("state        suspended");
            }
            assertThat(done(new Request.ScimList(elsewhere, Request.Form.TEXT)))
                    .contains("No directory has a token.");
            assertThat(done(new Request.TokenList(elsewhere, Request.Form.TEXT)))
                    .contains("No token stands.");
            try (ControlApi api = api(control, elsewhere)) {
                JsonNode signed =
                        api.signIn("lena", PASSWORD, Totp.code(app, Clock.systemUTC().instant()));
                signedIn(serving, "lena", signed.path("token").path("secret").asString("")).close();
            }
            join(elsewhere, "later");
            assertThat(whole(elsewhere)).isEqualTo("true");
        }
        assertThat(done(OwnServer.verify(elsewhere))).contains("OK  ");
        assertThat(recorded(elsewhere, "backup.begun")).hasSize(1);
        assertThat(recorded(elsewhere, "backup.made")).isEmpty();
        assertThat(recorded(elsewhere, "backup.restored"))
                .singleElement()
                .asString()
                .contains(digest(kept));
        assertThat(recorded(own.data(), "backup.made")).first().asString().contains(digest(kept));
        assertThat(elsewhere.resolve("restored.json")).doesNotExist();
    }

    private static void serve(Path config) throws Exception {
        try (Running running = new Running()) {
            own.serve(config, running);
        }
    }

    /** Of a server that is stopped, under the key that its configuration names. */
    @Test
    void keepsAStoppedServerToo() throws Exception {
        Path stopped = folder.resolve("stopped.backup");
        done(new BackupRequest.Make(own.data(), stopped, Optional.empty()));

        assertThat(done(verify(stopped, key))).contains("tables of the state, step ");
        assertThat(done(OwnServer.verify(own.data()))).contains("OK  ");
    }

    /** What a server would keep in its folder and no backup would hold is lost one day. */
    @Test
    void carriesEveryFileOfTheFolderThatIsNotMadeAnew() throws Exception {
        Set<String> madeAnew =
                Set.of("format", "lock", "run", "server", "state", "state.port", "sallyport.log");
        try (Stream<Path> files = Files.list(own.data())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> !madeAnew.contains(name))
                    .containsAnyElementsOf(BackupFiles.CARRIED)
                    .allMatch(name -> BackupFiles.CARRIED.contains(name) || name.equals("audit"));
        }
    }

    @Test
    void saysWhatABackupHoldsAndShowsNothingOfIt() throws Exception {
        assertThat(done(verify(kept, key)))
                .contains("OK  backup of `sallyport.example` of 20")
                .contains("tables of the state, step ")
                .contains("SHA-256 " + digest(kept));
        String bytes = Files.readString(kept, StandardCharsets.ISO_8859_1);
        String secret = Files.readString(own.data().resolve("keys/accounts"));
        String person = Files.readString(folder.resolve("people.yaml"));
        assertThat(bytes).doesNotContain(secret, "lena", "Lena", person, "person.joined");
    }

    @Test
    void refusesWhatWasChangedAnywhereAndLeavesNothing() throws Exception {
        byte[] whole = Files.readAllBytes(kept);
        Path target = folder.resolve("nowhere");
        for (int at = 0; at < whole.length; at += whole.length / 6) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Path file = Files.write(folder.resolve("changed"), changed);
            assertThatThrownBy(() -> perform(restore(file, target)))
                    .isInstanceOf(Refused.class)
                    .hasMessageMatching("(?s)SP722[12345] .*");
        }
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> perform(restore(cut, target))).hasMessageStartingWith("SP7223 ");
        assertThat(target).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".sallyport-restoring"));
        }
    }

    @Test
    void refusesAnotherKeyAFolderInUseAndAFileThatIsThere() throws Exception {
        Path other = key("other.key");
        Path target = folder.resolve("unmade");
        assertThatThrownBy(() -> perform(restore(target, other, Optional.empty())))
                .hasMessageStartingWith("SP7221 ");
        Path none = Files.writeString(folder.resolve("none.key"), "short\n");
        Folders.onlyOurs(none);
        assertThatThrownBy(() -> perform(verify(kept, none))).hasMessageStartingWith("SP7220 ");
        assertThatThrownBy(() -> perform(restore(kept, own.data())))
                .hasMessageStartingWith("SP7227 ");
        assertThatThrownBy(
                        () -> perform(new BackupRequest.Make(own.data(), kept, Optional.of(key))))
                .hasMessageStartingWith("SP7228 ");
        assertThat(target).doesNotExist();
    }

    /** No table of the state refers to a row that the snapshot did not have. */
    private static String whole(Path data) throws Exception {
        Path secrets = data.resolve("keys");
        SecureRandom random = new SecureRandom();
        Keys keys = Keys.in(secrets, random, Sealing.of(KnownConfig.of(data), secrets, random));
        int port = Integer.parseInt(Files.readString(data.resolve("state.port")).strip());
        try (Connection state =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/sallyport".formatted(port),
                        Cluster.ADMINISTRATOR,
                        keys.password("state-administrator"))) {
            return OwnServer.one(
                                    state,
                                    """
                                    SELECT count(*) > 2
                                       AND bool_and(EXISTS (SELECT FROM control.step WHERE person = p.id AND kind = 'joined'))
                                       AND bool_and(EXISTS (SELECT FROM control.given_login WHERE person = p.id))
                                       AND bool_and(NOT EXISTS (SELECT FROM control.step s WHERE NOT EXISTS
                                               (SELECT FROM control.person WHERE id = s.person UNION ALL
                                                SELECT FROM control.program WHERE id = s.program)))
                                       AND bool_and(NOT EXISTS (SELECT FROM control.membership m WHERE NOT EXISTS
                                               (SELECT FROM control.person WHERE id = m.person)))
                                      FROM control.person p
                                    """)
                            .equals("t")
                    ? "true"
                    : "false";
        }
    }

    private static Path key(String name) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path file = folder.resolve(name);
        Folders.write(file, Base64.getEncoder().encode(secret));
        return file;
    }

    private static BackupRequest.Verify verify(Path file, Path with) {
        return new BackupRequest.Verify(folder, file, Optional.of(with), Optional.empty());
    }

    private static BackupRequest.Restore restore(Path target, Path with, Optional<Path> left) {
        return new BackupRequest.Restore(target, kept, Optional.of(with), Optional.empty(), left);
    }

    private static BackupRequest.Restore restore(Path file, Path target) {
        return new BackupRequest.Restore(
                target, file, Optional.of(key), Optional.empty(), Optional.empty());
    }

    /** The same server with another folder, on other ports. */
    private static Path moved(Path data, int control, String more) throws IOException {
        String config =
                Files.readString(folder.resolve("sallyport.yaml"))
                        .replaceAll("control: \\{port: \\d+}", "control: {port: " + control + "}")
                        .replaceAll("listen: \\{port: \\d+", "listen: {port: " + FreePort.next());
        return Files.writeString(
                folder.resolve("elsewhere.yaml"),
                config + "data: " + data.getFileName() + "\n" + more);
    }

    private static void enrol(int control) throws Exception {
        done(new AccountRequest.Put(own.data(), "lena", PASSWORD));
        String invitation =
                done(new AccountRequest.Invite(own.data(), "lena")).lines().findFirst().get();
        try (ControlApi api = api(control, own.data())) {
            app = api.begin("lena", PASSWORD, invitation).path("secret").asString("");
            // A code works once, so the next sign-in needs a later one.
            Instant before = Clock.systemUTC().instant().minusSeconds(30);
            api.confirm("lena", PASSWORD, Totp.code(app, before));
        }
    }

    private static ControlApi api(int port, Path data) {
        return new ControlApi(
                URI.create("https://127.0.0.1:" + port),
                Optional.of(data.resolve("keys/control.crt")));
    }

    private static void join(Path data, String... logins) {
        try {
            Path table = Files.createTempFile(folder, "people", ".csv");
            Files.writeString(
                    table,
                    Stream.of(logins)
                            .map(login -> "%s@h.example,Lena Told,ward\n".formatted(login))
                            .collect(Collectors.joining("", "userName,name,groups\n", "")));
            done(new PeopleRequest.Import(data, table, Effect.APPLY, Optional.empty()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(Path data, String login) throws Exception {
        long begun = System.nanoTime();
        while (true) {
            StringWriter said = new StringWriter();
            Exit exit = perform(new Request.TokenIssue(data, login, Duration.ofMinutes(5)), said);
            if (exit == Exit.DONE) {
                return said.toString().lines().findFirst().orElseThrow();
            }
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException(said.toString());
            }
            Thread.onSpinWait();
        }
    }

    /** The plan and its apply follow what was told. */
    private static Connection signedIn(Serving serving, String login, String secret)
            throws Exception {
        long begun = System.nanoTime();
        while (true) {
            try {
                return own.connect(serving, "ehr", login, secret);
            } catch (SQLException notYet) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static String done(Request request) throws Exception {
        StringWriter said = new StringWriter();
        Exit exit = perform(request, said);
        assertThat(exit).as(said.toString()).isEqualTo(Exit.DONE);
        return said.toString();
    }

    private static Exit perform(Request request) throws Exception {
        return perform(request, new StringWriter());
    }

    private static Exit perform(Request request, StringWriter said) throws Exception {
        PrintWriter out = new PrintWriter(said, true);
        return commands().perform(request, new Terminal(out, out));
    }

    private static Commands commands() {
        return new Commands(Clock.systemUTC(), new Checkout(Project.ROOT));
    }

    private static List<String> recorded(Path data, String type) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(data.resolve("audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json -> json.contains("\"type\":\"" + type + "\""))
                    .toList();
        }
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
