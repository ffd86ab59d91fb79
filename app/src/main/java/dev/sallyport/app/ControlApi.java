package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control plane's pages as the command line asks them: over TLS, from a server that proves it.
 */
final class ControlApi implements AutoCloseable {
    /** A machine that is there answers sooner. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Passwords are hashed one after the other, slowly. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** As long as any apply takes. */
    private static final Duration COMMAND = Duration.ofMinutes(10);

    /** A token, a certificate chain and some names. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** What a command prints, in JSON. */
    private static final int LONGEST_PRINT = 64 * 1024 * 1024;

    /** The first figure of statuses that say yes. */
    private static final int SUCCESS = 2;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI server;
    private final HttpClient client;

    /**
     * @param issuers whom to trust; empty for those the JDK does
     * @throws Refused SP6007 where it is no such URL, SP7150 where nobody can be trusted by that
     */
    ControlApi(URI server, Optional<Path> issuers) {
        if (!"https".equals(server.getScheme())
                || server.getHost() == null
                || server.getRawUserInfo() != null
                || server.getRawQuery() != null
                || server.getRawFragment() != null
                || !server.getRawPath().matches("/?")) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`--server` is no control plane",
                            "give it as https://HOST:PORT"));
        }
        this.server = server.resolve("/");
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        issuers.ifPresent(file -> builder.sslContext(trusting(file)));
        this.client = builder.build();
    }

    private static SSLContext trusting(Path issuers) {
        try {
            return PemIdentity.trusting(issuers);
        } catch (IOException | GeneralSecurityException e) {
            throw refused(
                    "`" + issuers + "` holds no certificates",
                    "give the PEM file of whoever vouches for the server as `--ca`");
        }
    }

    URI address() {
        return server;
    }

    /** A token, and where it is good for. */
    JsonNode signIn(String login, String password, String code) {
        return post("/api/v1/sign-in", login, password, code);
    }

    /** Has a token stand for a second factor that is proved now. */
    void prove(String token, String login, String password, String code) {
        send("/api/v1/tokens/" + token + "/proof", login, password, code);
    }

    /** The secret of a new authenticator app. */
    JsonNode begin(String login, String password, String code) {
        return post("/api/v1/second-factor", login, password, code);
    }

    /** The recovery codes, once the new app has shown that it works. */
    JsonNode confirm(String login, String password, String code) {
        return post("/api/v1/second-factor/confirmation", login, password, code);
    }

    /**
     * What a command comes to there.
     *
     * @param secret proves who asks
     * @throws Refused as all of these do
     */
    JsonNode command(String secret, ObjectNode command) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve("/api/v1/commands"))
                        .timeout(COMMAND)
                        .header("Idempotency-Key", UUID.randomUUID().toString());
        try {
            request.header("Authorization", "Bearer " + secret);
        } catch (IllegalArgumentException unreadable) {
            throw refused("what is to prove who asks is no key", "see what the file holds");
        }
        return read(send(request, command, LONGEST_PRINT));
    }

    /**
     * @throws Refused what the server refuses with; SP7150 where it is not there, not the one meant
     *     or does not speak as ours do
     */
    private JsonNode post(String page, String login, String password, String code) {
        return read(send(page, login, password, code));
    }

    /** A link and a code for a person, and a secret for us. */
    JsonNode beginDevice() {
        return read(send("/api/v1/device", JsonNodeFactory.instance.objectNode()));
    }

    /** A token, once somebody has confirmed that we get one; until then it is refused. */
    JsonNode fetchDevice(String secret) {
        return read(
                send(
                        "/api/v1/device/token",
                        JsonNodeFactory.instance.objectNode().put("device_code", secret)));
    }

    private byte[] send(String page, String login, String password, String code) {
        return send(
                page,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("login", login)
                        .put("password", password)
                        .put("code", code));
    }

    private byte[] send(String page, ObjectNode body) {
        return send(
                HttpRequest.newBuilder(server.resolve(page)).timeout(ANSWER), body, LONGEST_ANSWER);
    }

    private byte[] send(HttpRequest.Builder request, ObjectNode body, int longest) {
        HttpResponse<byte[]> answer =
                send(
                        request.header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                .build(),
                        longest);
        if (answer.statusCode() / 100 != SUCCESS) {
            throw told(read(answer.body()));
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(HttpRequest request, int longest) {
        try {
            return client.send(
                    request,
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofByteArray(), longest));
        } catch (SSLException e) {
            throw refused(
                    "`" + server + "` does not prove that it is the server meant",
                    "give the PEM file of whoever vouches for it as `--ca`");
        } catch (IOException e) {
            throw refused(
                    "`" + server + "` cannot be reached",
                    "see whether the control plane runs there");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("`" + server + "` was not waited for", "try again");
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw strange();
        }
    }

    /** A problem of the server's is told as our own. */
    private Refused told(JsonNode problem) {
        String name = problem.path("code").asString("");
        String detail = problem.path("detail").asString("");
        return Arrays.stream(ProblemCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .filter(_ -> detail.chars().noneMatch(Character::isISOControl))
                .map(code -> new Refused(Problem.of(code, detail, "")))
                .orElseGet(this::strange);
    }

    Refused strange() {
        return refused(
                "`" + server + "` does not answer as a control plane of this version does",
                "see whether it is one");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP7150, message, instead));
    }
}
