package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.TestCost;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.control.http.Form;
import dev.sallyport.policy.Directory;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A control plane, a program that asks it for a token, and a browser without a script. */
final class ConfirmSite implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final String PUBLIC = "https://sallyport.example:8443";

    private static final JsonMapper JSON = JsonMapper.shared();

    final Fixture.Clock clock = new Fixture.Clock();
    final List<SignInEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<SignInAlarm.Suspicion> alarms = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Consumer<SignInEvent>> whenRecorded =
            new AtomicReference<>(_ -> {});
    final FakeTokens tokens = new FakeTokens(clock);
    final ControlPlane plane;
    private final HttpClient client = HttpClient.newHttpClient();

    ConfirmSite() {
        RealPostgres postgres = RealPostgres.shared();
        plane =
                ControlPlane.open(
                        new ControlSettings(
                                "127.0.0.1",
                                0,
                                ControlSettings.Reach.LOOPBACK,
                                Optional.empty(),
                                new ControlSettings.StateDatabase(
                                        postgres.url(postgres.newDatabase()),
                                        RealPostgres.ADMIN,
                                        postgres.adminPassword()),
                                Set.of(),
                                Duration.ofDays(90),
                                Optional.empty()),
                        new ControlPorts(
                                clock, new SecureRandom(), NO_DOORS, step -> {}, problem -> {}),
                        new SignInPorts(
                                        tokens,
                                        this::recorded,
                                        alarms::add,
                                        Demands.ofEverybody(),
                                        Fixture.keys())
                                .at(TestCost.LEAST)
                                .at(URI.create(PUBLIC)));
    }

    private void recorded(SignInEvent event) {
        events.add(event);
        whenRecorded.get().accept(event);
    }

    /** Something that happens at the worst moment, once an event is on record. */
    void whenRecorded(Consumer<SignInEvent> moment) {
        whenRecorded.set(moment);
    }

    /** After all that was held against this machine, and all that waited, is forgotten. */
    void begin() {
        clock.advance(Pace.MEMORY.plusMinutes(2));
        events.clear();
        alarms.clear();
        whenRecorded(_ -> {});
    }

    /** Somebody with a password and an app; answers the app's secret. */
    byte[] join(String login) throws Exception {
        plane.accounts().put(login, PASSWORD, "root");
        String invitation = plane.accounts().invite(login, "root");
        JsonNode begun =
                json(post("/api/v1/second-factor", "application/json", proof(login, invitation)));
        byte[] secret = Fixture.bytes(begun.path("secret").asString());
        post("/api/v1/second-factor/confirmation", "application/json", proof(login, code(secret)));
        clock.advance(Totp.STEP);
        events.clear();
        return secret;
    }

    String code(byte[] secret) {
        return Totp.code(secret, Totp.step(clock.instant()));
    }

    private static String proof(String login, String code) {
        return JSON.writeValueAsString(Map.of("login", login, "password", PASSWORD, "code", code));
    }

    /** What a program does first. */
    JsonNode ask() throws Exception {
        HttpResponse<String> answer = post("/api/v1/device", "application/json", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** And then again and again. */
    HttpResponse<String> poll(JsonNode begun) throws Exception {
        return post(
                "/api/v1/device/token",
                "application/json",
                JSON.writeValueAsString(
                        Map.of("device_code", begun.path("device_code").asString())));
    }

    /** The code of its refusal. */
    String polled(JsonNode begun) throws Exception {
        HttpResponse<String> answer = poll(begun);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return json(answer).path("code").asString();
    }

    /** What the page sends once somebody has filled it in. */
    Map<String, String> filled(String userCode, String login, String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("user_code", userCode);
        form.put("login", login);
        form.put("password", PASSWORD);
        form.put("code", code);
        form.put("answer", "yes");
        return form;
    }

    HttpResponse<String> confirm(Map<String, String> form, String... headers) throws Exception {
        return post("/confirm", "application/x-www-form-urlencoded", Form.write(form), headers);
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String type, String body, String... headers)
            throws Exception {
        return post(client, path, type, body, headers);
    }

    private HttpResponse<String> post(
            HttpClient by, String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return by.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The same from another network. */
    HttpResponse<String> confirmFrom(String address, Map<String, String> form) throws Exception {
        try (HttpClient other = from(address)) {
            return post(other, "/confirm", "application/x-www-form-urlencoded", Form.write(form));
        }
    }

    private static HttpClient from(String address) throws UnknownHostException {
        return HttpClient.newBuilder().localAddress(InetAddress.getByName(address)).build();
    }

    String origin() {
        return "http://127.0.0.1:" + plane.port();
    }

    private URI address(String path) {
        return URI.create(origin() + path);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
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
