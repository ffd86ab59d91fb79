package dev.sallyport.control.link;

import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.control.http.BearerTokens;
import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.policy.Directory;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A control plane that gateways follow, with a clock by hand, and a client of it. */
final class Linked implements AutoCloseable {
    static final Duration DAY = Duration.ofDays(1);
    static final String NEXT = "/link/v1/next";

    private static final JsonMapper JSON = JsonMapper.shared();

    final FakeParts parts = new FakeParts();
    final List<String> uses = new CopyOnWriteArrayList<>();
    final List<String> alarms = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String database;
    private final ControlSettings settings;
    private volatile Instant now = Instant.parse("2026-11-22T09:00:00Z");
    private ControlPlane plane;

    Linked() {
        RealPostgres postgres = RealPostgres.shared();
        database = postgres.newDatabase();
        settings =
                new ControlSettings(
                        "127.0.0.1",
                        0,
                        ControlSettings.Reach.LOOPBACK,
                        Optional.empty(),
                        new ControlSettings.StateDatabase(
                                postgres.url(database),
                                RealPostgres.ADMIN,
                                postgres.adminPassword()),
                        Set.of(),
                        DAY,
                        Optional.empty());
        parts.put("policy", "p1");
        parts.put("proofs", "q1");
        plane = opened();
    }

    private ControlPlane opened() {
        return ControlPlane.open(
                settings,
                new ControlPorts(
                        () -> now,
                        new SecureRandom(),
                        new NoDoors(),
                        step -> {},
                        problem -> alarms.add(problem.toString()),
                        Optional.of(
                                new LinkPorts(parts, (token, at) -> uses.add(token + " " + at)))));
    }

    /** Another process over the same state. */
    void reopen() {
        plane.close();
        plane = opened();
    }

    Links links() {
        return plane.links();
    }

    BearerTokens tokens() {
        return plane.bearerTokens();
    }

    BearerTokens.Issued token(String name, Scope scope) {
        return tokens().issue(name, scope, DAY);
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** As if no gateway had ever been let in. */
    void reset() throws SQLException {
        plane.close();
        try (Connection admin = RealPostgres.shared().asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute("TRUNCATE control.bearer_token, control.gateway");
        }
        uses.clear();
        plane = opened();
    }

    Answer get(String bearer, String path, String... headers) {
        return sent(request(bearer, path, headers).GET().build());
    }

    Answer post(String bearer, String body, String... headers) {
        return answered(posted(bearer, body, headers));
    }

    Answer leave(String bearer, String body) {
        return sent(
                request(bearer, "/link/v1/leave")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    CompletableFuture<Answer> posted(String bearer, String body, String... headers) {
        HttpRequest request =
                request(bearer, NEXT, headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(Answer::new);
    }

    /** To whoever speaks HTTP by hand. */
    Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), plane.port());
    }

    private HttpRequest.Builder request(String bearer, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plane.port() + path))
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Answer sent(HttpRequest request) {
        return answered(
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .thenApply(Answer::new));
    }

    /** Whatever is asked is answered within half a minute. */
    static <T> T answered(CompletableFuture<T> asked) {
        return asked.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        plane.close();
        client.close();
    }

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String body() {
            return http.body();
        }

        JsonNode json() {
            return JSON.readTree(http.body());
        }

        String code() {
            return json().path("code").asString("");
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        boolean missed() {
            return json().path("missed").asBoolean();
        }

        String run() {
            return json().path("run").asString();
        }

        JsonNode orders() {
            return json().path("orders");
        }
    }

    /** None that anybody comes through. */
    private static final class NoDoors implements Doors {
        @Override
        public void cut(Set<String> logins) {}

        @Override
        public Outcome apply(Directory directory) {
            return new Outcome.Applied();
        }
    }
}
