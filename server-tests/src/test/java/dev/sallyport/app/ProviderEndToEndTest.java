package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.AuditRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.FreePort;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the browser at an identity provider to rows at the gateway, and out of both again. */
final class ProviderEndToEndTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern MARK = Pattern.compile("name=\"mark\" value=\"([\\w-]+)\"");
    private static final Pattern WORD = Pattern.compile("<code id=\"word\">([\\w-]+)</code>");

    @TempDir Path folder;
    private HttpClient browser = HttpClient.newHttpClient();
    private String base = "";

    @Test
    void signsInWithAWordAndEndsWithTheSessionAtTheProvider() throws Exception {
        int port = FreePort.next();
        base = "https://127.0.0.1:" + port;
        try (StaffProvider provider = new StaffProvider();
                OwnServer own = OwnServer.start(folder)) {
            Path config =
                    own.config(
                            "localhost:" + own.postgres().port(),
                            "authority: " + own.certificate().certificate(),
                            config(port, provider));
            own.prepare(config);
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            try (Running running = new Running()) {
                Serving serving = own.serve(config, running);
                browser = trusting(own);
                tellOfIda(own);
                String mark = signIn(provider);
                Path kept = folder.resolve("kept");
                login(kept, own, mark);
                String secret = Files.readString(kept.resolve("pgpass")).strip();
                secret = secret.substring(secret.lastIndexOf(':') + 1);
                try (Connection ehr = opened(own, serving, secret)) {
                    assertThat(OwnServer.one(ehr, "SELECT note FROM visits")).isEqualTo("well");
                    assertThat(
                                    post(
                                            "/oidc/backchannel-logout",
                                            "logout_token",
                                            provider.logoutToken()))
                            .isEmpty();
                    awaitEnd(ehr);
                }
                String ended = secret;
                assertThatThrownBy(() -> own.connect(serving, "ehr", "ida", ended))
                        .isInstanceOf(SQLException.class);
            }
            own.perform(
                    new AuditRequest.Show(
                            own.data(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Optional.empty(),
                            200));
            assertThat(own.said())
                    .contains("signin.provider", "signin.word", "token.issued")
                    .contains("signout.provider", "token.revoked");
        }
    }

    private static String config(int port, StaffProvider provider) {
        return """
        role: both
        control:
          port: %d
          oidc:
            issuer: %s
            client_id: sallyport
            amr: otp
            groups: {id-all: all}
        """
                .formatted(port, provider.issuer());
    }

    private HttpClient trusting(OwnServer own) throws Exception {
        Path certificate =
                List.of("tls/gateway.crt", "keys/control.crt").stream()
                        .map(own.data()::resolve)
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .sslContext(PemIdentity.trusting(certificate))
                .build();
    }

    /** Somebody no file knows, of no group: the provider says which she is in. */
    private void tellOfIda(OwnServer own) throws Exception {
        own.said();
        own.perform(new Request.ScimIssue(own.data(), "hr", Duration.ofHours(1)));
        String token = own.said().lines().findFirst().orElseThrow();
        scim(
                token,
                "Users",
                """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ida",
                 "externalId": "sub-ida", "active": true, "displayName": "Ida"}
                """);
        scim(
                token,
                "Groups",
                """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "all"}
                """);
    }

    private void scim(String token, String what, String body) throws Exception {
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(URI.create(base + "/scim/v2/" + what))
                                .header("Content-Type", "application/scim+json")
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** The mark of the page of who is signed in. */
    private String signIn(StaffProvider provider) throws Exception {
        HttpResponse<String> question = get("/oidc/sign-in");
        assertThat(question.statusCode()).as(question.body()).isEqualTo(303);
        String asked = question.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> back = get("/oidc/callback" + provider.answer(asked));
        assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
        return found(MARK, get("/oidc/session").body());
    }

    /** By the command line as it is; again, while both doors hear of her group. */
    private void login(Path kept, OwnServer own, String mark) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                enter(kept, own, found(WORD, post("/oidc/word", "mark", mark)));
                return;
            } catch (Refused notYet) {
                assertThat(notYet).hasMessageStartingWith("SP7143 ");
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private void enter(Path kept, OwnServer own, String word) throws Exception {
        Deque<String> answers = new ArrayDeque<>(List.of(word, ""));
        PrintWriter out = new PrintWriter(new StringWriter());
        new SigningIn(
                        kept,
                        folder.resolve("services"),
                        _ -> _ -> answers.removeFirst(),
                        Clock.systemUTC())
                .perform(
                        new Request.Login(
                                own.data(),
                                URI.create(base),
                                "ida",
                                Optional.empty(),
                                Request.Aim.TOKEN,
                                Request.Secrets.ASKED_FOR),
                        new Terminal(out, out));
    }

    /** Again, while the database is brought to what the gateway knows by now. */
    private static Connection opened(OwnServer own, Serving serving, String secret)
            throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return own.connect(serving, "ehr", "ida", secret);
            } catch (SQLException notYet) {
                assertThat(notYet.getMessage()).containsAnyOf("SP4002 ", "SP4007 ", "SP4008 ");
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private static void awaitEnd(Connection session) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (session.isValid(5)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String post(String path, String name, String value) throws Exception {
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                name
                                                        + "="
                                                        + URLEncoder.encode(
                                                                value, StandardCharsets.UTF_8)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String found(Pattern pattern, String body) {
        Matcher found = pattern.matcher(body);
        assertThat(found.find()).as(body).isTrue();
        return found.group(1);
    }
}
