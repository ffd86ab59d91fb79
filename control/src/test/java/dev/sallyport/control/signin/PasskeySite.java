package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.TestCost;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.policy.Directory;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.testkit.ServerCertificate;
import dev.sallyport.testkit.SoftAuthenticator;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A control plane that browsers reach at a name, and a client of its pages about passkeys. */
final class PasskeySite implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final String ORIGIN = "https://sallyport.example:8443";

    private static final JsonMapper JSON = JsonMapper.shared();

    final Fixture.Clock clock = new Fixture.Clock();
    final List<SignInEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<SignInAlarm.Suspicion> alarms = Collections.synchronizedList(new ArrayList<>());
    final List<String> broken = Collections.synchronizedList(new ArrayList<>());
    final FakeTokens tokens = new FakeTokens(clock);
    final ControlPlane plane;
    private final HttpClient client;
    private final String database;
    private int people;

    PasskeySite() throws Exception {
        Path folder = Files.createTempDirectory("passkeys");
        ServerCertificate certificate =
                ServerCertificate.create(folder, "it", "-validity 30 -ext san=ip:127.0.0.1");
        client = HttpClient.newBuilder().sslContext(trusting(certificate.certificate())).build();
        RealPostgres postgres = RealPostgres.shared();
        database = postgres.newDatabase();
        plane =
                ControlPlane.open(
                        new ControlSettings(
                                "127.0.0.1",
                                0,
                                ControlSettings.Reach.LOOPBACK,
                                Optional.of(
                                        new ControlSettings.Tls(
                                                certificate.certificate(), certificate.key())),
                                new ControlSettings.StateDatabase(
                                        postgres.url(database),
                                        RealPostgres.ADMIN,
                                        postgres.adminPassword()),
                                Set.of(),
                                Duration.ofDays(90),
                                Optional.empty()),
                        new ControlPorts(
                                clock,
                                new SecureRandom(),
                                NO_DOORS,
                                step -> {},
                                problem -> broken.add(problem.toString())),
                        new SignInPorts(
                                        tokens,
                                        events::add,
                                        alarms::add,
                                        Demands.ofEverybody(),
                                        Fixture.keys())
                                .at(TestCost.LEAST)
                                .at(URI.create(ORIGIN)));
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null);
        try (InputStream in = Files.newInputStream(certificate)) {
            known.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    /** After all that was held against this machine is forgotten. */
    void begin() {
        clock.advance(Pace.MEMORY.plusMinutes(2));
        events.clear();
        alarms.clear();
        broken.clear();
    }

    /** Somebody nobody knows yet. */
    String join() {
        people++;
        String login = "person" + people;
        plane.accounts().put(login, PASSWORD, "root");
        return login;
    }

    /** The session of somebody new who came with an invitation. */
    String opened(String login) {
        return open(login, plane.accounts().invite(login, "root")).get("session").stringValue();
    }

    JsonNode open(String login, String code) {
        return ok(201, post("/session", entry(login, code)));
    }

    /** What enrolling said. */
    JsonNode enrol(String session, SoftAuthenticator authenticator) {
        return ok(201, tryToEnrol(session, authenticator));
    }

    HttpResponse<String> tryToEnrol(String session, SoftAuthenticator authenticator) {
        return post("", made(session, authenticator));
    }

    Map<String, String> made(String session, SoftAuthenticator authenticator) {
        JsonNode making = ok(201, post("/registration", Map.of("session", session)));
        Map<String, String> made = make(authenticator, making);
        made.put("session", session);
        made.put("name", "my key");
        return made;
    }

    static Map<String, String> make(SoftAuthenticator authenticator, JsonNode making) {
        return new LinkedHashMap<>(
                authenticator.make(
                        making.get("challenge").stringValue(), making.get("handle").stringValue()));
    }

    /** A key that nobody has yet, in a browser at our page. */
    static SoftAuthenticator key(SoftAuthenticator.Kind kind) {
        return new SoftAuthenticator(kind, ORIGIN, "sallyport.example");
    }

    /** Somebody new with one passkey. */
    String enrolled(SoftAuthenticator authenticator) {
        String login = join();
        enrol(opened(login), authenticator);
        return login;
    }

    /** What has to be signed. */
    String question() {
        return ok(201, post("/challenge", Map.of())).get("challenge").stringValue();
    }

    static String json(Map<String, String> texts) {
        return JSON.writeValueAsString(texts);
    }

    HttpResponse<String> use(SoftAuthenticator authenticator) {
        return post("/word", authenticator.use(question()));
    }

    String word(SoftAuthenticator authenticator) {
        return ok(201, use(authenticator)).get("word").stringValue();
    }

    HttpResponse<String> signIn(String login, String code) {
        return send("/api/v1/sign-in", json(entry(login, code)));
    }

    static Map<String, String> entry(String login, String code) {
        return Map.of("login", login, "password", PASSWORD, "code", code);
    }

    HttpResponse<String> post(String page, Map<String, String> body) {
        return send("/api/v1/passkeys" + page, json(body));
    }

    HttpResponse<String> send(String path, String body) {
        return client.sendAsync(
                        HttpRequest.newBuilder(uri(path))
                                .timeout(Duration.ofSeconds(60))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
    }

    HttpResponse<String> get(String path) {
        return client.sendAsync(
                        HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + plane.port() + path);
    }

    static JsonNode ok(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        return JSON.readTree(answer.body());
    }

    static void refused(int status, String code, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("code").stringValue()).isEqualTo(code);
    }

    /** What somebody does who writes in the state's database. */
    void sql(String statement) throws SQLException {
        try (Connection admin = RealPostgres.shared().asAdmin(database);
                Statement any = admin.createStatement()) {
            any.execute(statement);
        }
    }

    @Override
    public void close() {
        plane.close();
        client.close();
    }

    private static final Doors NO_DOORS =
            new Doors() {
                @Override
                public void cut(Set<String> logins) {}

                @Override
                public Outcome apply(Directory directory) {
                    return new Outcome.Applied();
                }
            };
}
