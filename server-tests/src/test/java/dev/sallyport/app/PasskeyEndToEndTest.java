package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.SoftAuthenticator;
import dev.sallyport.testkit.SoftAuthenticator.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From an invitation to rows of the database by a passkey alone, at a server as people run it. */
final class PasskeyEndToEndTest {
    private static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir static Path folder;

    private int port;
    private HttpClient browser = HttpClient.newHttpClient();

    @Test
    void opensTheDatabaseAndIsSeenAndRemovedByAnOperator() throws Exception {
        try (OwnServer own = OwnServer.start(folder);
                Running running = new Running()) {
            port = FreePort.next();
            Path config =
                    own.config(
                            "localhost:" + own.postgres().port(),
                            "authority: " + own.certificate().certificate(),
                            "role: both\ncontrol: {port: %d}\n".formatted(port));
            own.prepare(config);
            assertThat(own.apply()).as(own.said()).isEqualTo(Exit.DONE);
            Serving serving = own.serve(config, running);
            browser =
                    HttpClient.newBuilder()
                            .sslContext(
                                    PemIdentity.trusting(folder.resolve("data/keys/control.crt")))
                            .build();
            SoftAuthenticator key =
                    new SoftAuthenticator(Kind.ES256, "https://localhost:" + port, "localhost");

            enrol(own, key);
            JsonNode signedIn = signIn(word(key, 201).get("word").asString());
            try (Connection ada =
                    own.connect(serving, "ehr", "ada", signedIn.at("/token/secret").asString())) {
                assertThat(OwnServer.one(ada, "SELECT note FROM visits")).isEqualTo("well");
            }

            removes(own);
            assertThat(word(key, 401).get("code").asString()).isEqualTo("SP7241");
            assertThat(
                            Stream.of("begun", "enrolled", "used", "removed")
                                    .filter(one -> !recorded("passkey." + one)))
                    .isEmpty();
        }
    }

    private void enrol(OwnServer own, SoftAuthenticator key) throws Exception {
        own.perform(new AccountRequest.Put(own.data(), "ada", PASSWORD));
        own.said();
        own.perform(new AccountRequest.Invite(own.data(), "ada"));
        String invitation = own.said().lines().findFirst().orElseThrow();
        String session = ask(201, "passkeys/session", proof(invitation)).get("session").asString();
        JsonNode making = ask(201, "passkeys/registration", Map.of("session", session));
        Map<String, String> made =
                new HashMap<>(
                        key.make(
                                making.get("challenge").asString(),
                                making.get("handle").asString()));
        made.put("session", session);
        made.put("name", "ward key");
        ask(201, "passkeys", made);
    }

    private JsonNode word(SoftAuthenticator key, int status) throws Exception {
        JsonNode question = ask(201, "passkeys/challenge", Map.of());
        return ask(status, "passkeys/word", key.use(question.get("challenge").asString()));
    }

    private JsonNode signIn(String word) throws Exception {
        return ask(201, "sign-in", proof(word));
    }

    private static Map<String, String> proof(String code) {
        return Map.of("login", "ada", "password", PASSWORD, "code", code);
    }

    private static void removes(OwnServer own) throws Exception {
        own.said();
        own.perform(new AccountRequest.Passkeys(own.data(), "ada", Request.Form.TEXT));
        assertThat(own.said()).contains("ward key").doesNotContain("never");
        own.perform(new AccountRequest.Passkeys(own.data(), "ada", Request.Form.JSON));
        String id = JSON.readTree(own.said()).at("/passkeys/0/id").asString();
        assertThat(own.perform(new AccountRequest.RemovePasskey(own.data(), "ada", id)))
                .isEqualTo(Exit.DONE);
        assertThat(own.said()).contains("Removed passkey " + id + " of ada.");
        own.perform(new AccountRequest.Passkeys(own.data(), "ada", Request.Form.TEXT));
        assertThat(own.said()).contains("ada has no passkey.");
        assertThat(own.perform(new AccountRequest.RemovePasskey(own.data(), "ada", id)))
                .isEqualTo(Exit.FAILED);
        assertThat(own.said()).contains("SP7247");
    }

    private JsonNode ask(int status, String page, Map<String, String> body) throws Exception {
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(
                                        URI.create("https://localhost:" + port + "/api/v1/" + page))
                                .timeout(Duration.ofSeconds(60))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                JSON.writeValueAsString(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static boolean recorded(String type) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(folder.resolve("data/audit"))) {
            return events.map(LogReader.LoggedEvent::json)
                    .anyMatch(json -> json.contains("\"type\":\"" + type + "\""));
        }
    }
}
