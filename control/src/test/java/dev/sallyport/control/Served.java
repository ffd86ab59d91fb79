package dev.sallyport.control;

import dev.sallyport.control.directory.Actor;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.control.ldap.LdapSettings;
import dev.sallyport.problem.Problem;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A control plane on loopback over a real PostgreSQL, with a clock by hand, and a client of it. */
final class Served implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
    static final Actor ROOT = new Actor("cli:root", Optional.empty());

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int TURNS = 50;
    private static final Duration TOKEN_LIFE = Duration.ofDays(300);
    private static final JsonMapper JSON = JsonMapper.shared();

    final FakeDoors doors = new FakeDoors();
    final List<Step> steps = new CopyOnWriteArrayList<>();
    final List<Problem> alarms = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ControlSettings settings;
    private volatile Instant now = START;
    private ControlPlane plane;
    private String secret;
    private final String watch;

    private Served(ControlSettings settings) {
        this.settings = settings;
        plane = opened();
        secret = plane.bearerTokens().issue("okta", Scope.SCIM, TOKEN_LIFE).secret();
        watch = plane.bearerTokens().issue("prometheus", Scope.WATCH, TOKEN_LIFE).secret();
    }

    static Served open() {
        return over(database());
    }

    static Served over(ControlSettings.StateDatabase database) {
        return new Served(settings(database));
    }

    static Served reading(LdapSettings directory) {
        return new Served(settings(database()).reading(directory));
    }

    static ControlSettings.StateDatabase database() {
        RealPostgres postgres = RealPostgres.shared();
        return new ControlSettings.StateDatabase(
                postgres.url(postgres.newDatabase()), RealPostgres.ADMIN, postgres.adminPassword());
    }

    static ControlSettings settings(ControlSettings.StateDatabase database) {
        return new ControlSettings(
                "127.0.0.1",
                0,
                ControlSettings.Reach.LOOPBACK,
                Optional.empty(),
                database,
                Set.of("clinics", "staff_id"),
                Duration.ofDays(90),
                Optional.of("heirs"));
    }

    ControlPorts ports() {
        return new ControlPorts(
                () -> now, RandomGenerator.of("L64X128MixRandom"), doors, steps::add, alarms::add);
    }

    void reopen() {
        plane.close();
        plane = opened();
    }

    private ControlPlane opened() {
        return ControlPlane.open(settings, ports());
    }

    ControlSettings settings() {
        return settings;
    }

    ControlPlane plane() {
        return plane;
    }

    void clock(Instant instant) {
        now = instant;
    }

    Instant now() {
        return now;
    }

    void token(String other) {
        secret = other;
    }

    /** As if nobody had ever worked here. */
    void reset() throws SQLException {
        for (int turn = 1; !emptied(turn); turn++) {}
        now = START;
        doors.reset();
        steps.clear();
        alarms.clear();
    }

    /**
     * What reads the directory meanwhile has other locks first: give way before it is a deadlock.
     */
    private boolean emptied(int turn) throws SQLException {
        try {
            query(
                    "SET lock_timeout = '200ms'; TRUNCATE control.person, control.program,"
                            + " control.person_group, control.pending_cut CASCADE");
            return true;
        } catch (SQLException e) {
            if (turn == TURNS || !LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            return false;
        }
    }

    String query(String sql) throws SQLException {
        RealPostgres postgres = RealPostgres.shared();
        String database =
                settings.database().url().substring(settings.database().url().lastIndexOf('/') + 1);
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            StringBuilder all = new StringBuilder();
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    all.append(rows.getString(1)).append('\n');
                }
            }
            return all.toString().strip();
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    Answer watch(String path) throws IOException, InterruptedException {
        return sendAs(watch, "GET", path, null);
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    Answer send(String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        return sendAs(secret, method, path, body, headers);
    }

    private Answer sendAs(
            String token, String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plane.port() + path))
                        .header("Content-Type", "application/scim+json")
                        .header("Authorization", "Bearer " + token)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Override
    public void close() {
        plane.close();
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

        String id() {
            return json().path("id").asString();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }
}
