package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.testkit.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as people run it, its command line, and a person in front of a browser. */
final class BrowserSignInTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CODE = Pattern.compile("the code ([A-Z]{4}-[A-Z]{4})");

    @TempDir static Path folder;
    private static OwnServer own;
    private static Running running;
    private static Serving serving;
    private static PageBrowser browser;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        own = OwnServer.start(folder);
        port = FreePort.next();
        Path config =
                own.config(
                        "localhost:" + own.postgres().port(),
                        "authority: " + own.certificate().certificate(),
                        "role: both\ncontrol: {port: %d}\n".formatted(port));
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("plaintext: nobody", "plaintext: nobody, browser_sign_in: true"));
        own.prepare(config);
        assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
        running = new Running();
        serving = own.serve(config, running);
        browser = new PageBrowser(port, folder.resolve("data/keys/control.crt"));
        browser.join(own, "ada");
        browser.join(own, "wim");
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
        own.close();
    }

    private static List<String> recorded(String word) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(own.data().resolve("audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json -> json.contains(word))
                    .toList();
        }
    }

    /** A plain client that was told to ask, and what it says while it waits. */
    private record Psql(Process process, StringWriter said, CompletableFuture<Void> reading) {
        static Psql as(String login) throws Exception {
            ProcessBuilder command =
                    new ProcessBuilder(
                            "psql",
                            "-XAtwc",
                            "SELECT session_user || ' ' || note FROM visits",
                            "host=127.0.0.1 port=%d dbname=ehr user=%s sslmode=require application_name=ward"
                                    .formatted(serving.gateway().address().getPort(), login));
            command.environment().put("PGOPTIONS", "-c sallyport.sign_in=browser");
            command.environment().remove("PGPASSWORD");
            Process process = command.redirectErrorStream(true).start();
            StringWriter said = new StringWriter();
            return new Psql(
                    process,
                    said,
                    CompletableFuture.runAsync(() -> {
                        try (Reader reader = process.inputReader(StandardCharsets.UTF_8)) {
                            for (int next = reader.read(); next >= 0; next = reader.read()) {
                                said.write(next);
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
        }

        String code() {
            await(() -> CODE.matcher(said.toString()).find());
            Matcher found = CODE.matcher(said.toString());
            assertThat(found.find()).isTrue();
            return found.group(1);
        }

        /** What it has said up to its end. */
        String end() throws Exception {
            reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return said.toString();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** What `sallyport login` says while it waits. */
    private record Waiting(StringWriter out, CompletableFuture<Exit> exit) {
        String code() {
            await(() -> CODE.matcher(out.toString()).find());
            Matcher found = CODE.matcher(out.toString());
            assertThat(found.find()).isTrue();
            return found.group(1);
        }
    }

    private static Waiting login(Path kept, Request.Aim aim) {
        StringWriter out = new StringWriter();
        SigningIn signingIn =
                new SigningIn(kept, folder.resolve("services"), _ -> _ -> "", Clock.systemUTC());
        Request.Login asked =
                new Request.Login(
                        own.data(),
                        URI.create("https://127.0.0.1:" + port),
                        "whoever",
                        Optional.empty(),
                        aim,
                        Request.Secrets.ASKED_FOR);
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out));
        return new Waiting(
                out,
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return signingIn.perform(asked, terminal);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }

    /** The link leads to the page, the page to a token that opens the database. */
    @Test
    void aTerminalGetsATokenThatIsConfirmedInABrowser() throws Exception {
        Path kept = folder.resolve("kept");
        Waiting waiting = login(kept, Request.Aim.DEVICE);
        String code = waiting.code();
        String link = "https://localhost:%d/confirm?user_code=%s".formatted(port, code);
        assertThat(waiting.out().toString()).contains("Open " + link);
        assertThat(browser.get(link)).contains("value=\"" + code + "\"");
        assertThat(browser.post(Map.of("user_code", code)))
                .contains("a <code>sallyport login</code> at <b>127.0.0.1</b> waits");

        assertThat(browser.confirm(code, "ada")).contains("Confirmed as <b>ada</b>");

        assertThat(waiting.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Exit.DONE);
        assertThat(waiting.out().toString())
                .contains("Signed in as ada until")
                .doesNotContain("sp_");
        String secret = Files.readString(kept.resolve("pgpass")).strip();
        secret = secret.substring(secret.lastIndexOf(':') + 1);
        try (Connection ehr = own.connect(serving, "ehr", "ada", secret)) {
            assertThat(OwnServer.one(ehr, "SELECT note FROM visits")).isEqualTo("well");
        }
        assertThat(recorded("\"signin.asked\"")).isNotEmpty();
        assertThat(recorded("\"signin.confirmed\"")).anyMatch(one -> one.contains("\"ada\""));
        assertThat(recorded(code)).isEmpty();
        assertThat(recorded(secret)).isEmpty();
    }

    @Test
    void anEmptyPasswordAsksTheBrowserAndANoEndsIt() throws Exception {
        Waiting waiting = login(folder.resolve("none"), Request.Aim.TOKEN);

        assertThat(browser.post(Map.of("user_code", waiting.code(), "answer", "no")))
                .contains("Refused. Nobody came in by it.");

        assertThatThrownBy(() -> waiting.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasMessageContaining("SP7293 ");
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(recorded("\"signin.declined\"")).isNotEmpty();
    }

    @Test
    void aPlainClientComesInOnceItIsConfirmed() throws Exception {
        Psql psql = Psql.as("ada");
        String code = psql.code();
        assertThat(psql.said().toString())
                .contains(
                        "NOTICE:  Open https://localhost:%d/confirm?user_code=%s in a browser within 120 s to sign in as \"ada\"."
                                .formatted(port, code));
        assertThat(browser.post(Map.of("user_code", code)))
                .contains(
                        "connection from <b>127.0.0.1</b>, which calls itself <b>ward</b>,",
                        "database <b>ehr</b> as <b>ada</b>",
                        "name=\"login\" value=\"ada\"");
        assertThat(psql.process().isAlive()).isTrue();
        assertThat(serving.gateway().list()).isEmpty();

        assertThat(browser.confirm(code, "ada")).contains("The connection goes on by itself.");

        assertThat(psql.end()).endsWith("ada well\n");
        assertThat(browser.confirm(code, "ada")).contains("SP7294 ");
        List<String> opened = recorded("\"browser confirmation\"");
        assertThat(opened).hasSize(1);
        String id = opened.getFirst().replaceAll(".*\"id\":\"([0-9a-f]{8})\".*", "$1");
        assertThat(recorded("\"token.issued\"")).anyMatch(one -> one.contains(id));
        assertThat(recorded(code)).isEmpty();
        await(() -> tokens().noneMatch(id::equals));
    }

    private static Stream<String> tokens() {
        return serving
                .deployment()
                .passwords()
                .tokens()
                .standing(Clock.systemUTC().instant())
                .stream()
                .map(Tokens.Token::id);
    }

    @Test
    void nobodyLetsSomebodyElsesConnectionIn() throws Exception {
        Psql psql = Psql.as("ada");

        assertThat(browser.confirm(psql.code(), "wim")).contains("SP7295 ");

        assertThat(psql.end()).contains("FATAL:  SP4017 ", "whoever answered is somebody else");
        assertThat(browser.confirm(psql.code(), "ada")).contains("SP7294 ");
    }

    @Test
    void aNoEndsTheConnection() throws Exception {
        Psql psql = Psql.as("nobody");

        assertThat(browser.post(Map.of("user_code", psql.code(), "answer", "no")))
                .contains("Refused. Nobody came in by it.");

        assertThat(psql.end()).contains("FATAL:  SP4017 ", "somebody said no");
    }

    @Test
    void whoeverGaveUpLeavesNothingToConfirm() throws Exception {
        List<String> before = tokens().toList();
        Psql psql = Psql.as("ada");
        String code = psql.code();
        assertThat(browser.post(Map.of("user_code", code))).contains("database <b>ehr</b>");
        psql.process().destroy();
        psql.end();
        await(() -> over(code));

        assertThat(browser.confirm(code, "ada")).contains("SP7294 ");
        assertThat(tokens()).isSubsetOf(before);
    }

    private static boolean over(String code) {
        try {
            return browser.post(Map.of("user_code", code)).contains("SP7294 ");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
