package dev.sallyport.control.oidc;

import dev.sallyport.control.http.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Keycloak on loopback with one realm, stopped by its own process. */
final class Keycloak implements AutoCloseable {
    static final String NORA = "6f1c0d52-1f0e-4f0b-9d6a-1f2a3b4c5d6e";
    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Process process;
    private final Path log;

    /**
     * @param home where it was unpacked
     * @param port one that is free
     * @param control where the control plane is
     * @param certificate of the control plane
     */
    Keycloak(Path home, int port, String control, Path certificate) throws IOException {
        this.port = port;
        this.log = home.resolve("server.log");
        Path realms = Files.createDirectories(home.resolve("data/import"));
        Files.writeString(realms.resolve("staff.json"), JSON.writeValueAsString(realm(control)));
        ProcessBuilder start =
                new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--truststore-paths=" + certificate);
        start.environment().put("JAVA_HOME", System.getProperty("java.home"));
        start.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "root");
        start.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        start.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        process = start.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    static URI issuer(int port) {
        return URI.create("http://127.0.0.1:" + port + "/realms/staff");
    }

    /** Returns when it answers. */
    void await() {
        until(() -> status(issuer(port)) == 200);
    }

    /** Until something is so, or a generous while is over. */
    void until(Asked asked) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo(asked)) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("it did not come to be; Keycloak said:\n" + said());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Something that comes to be. */
    interface Asked {
        boolean isSo() throws IOException, InterruptedException;
    }

    private static boolean isSo(Asked asked) {
        try {
            return asked.isSo();
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends all of somebody's sessions there, as an administrator. */
    void signOut(String person) throws IOException, InterruptedException {
        String admin =
                post(
                                "/realms/master/protocol/openid-connect/token",
                                "",
                                Form.write(
                                        Map.of(
                                                "grant_type", "password",
                                                "client_id", "admin-cli",
                                                "username", "root",
                                                "password", PASSWORD)))
                        .path("access_token")
                        .asString("");
        post("/admin/realms/staff/users/" + person + "/logout", admin, "");
    }

    private JsonNode post(String path, String bearer, String form)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private int status(URI address) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(address).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String said() {
        try (Stream<String> lines = Files.lines(log)) {
            return String.join("\n", lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> realm(String control) {
        return Map.of(
                "realm", "staff",
                "enabled", true,
                "groups", List.of(Map.of("name", "id-nurses")),
                "users",
                        List.of(
                                Map.of(
                                        "id",
                                        NORA,
                                        "username",
                                        "nora",
                                        "firstName",
                                        "Nora",
                                        "lastName",
                                        "Berg",
                                        "email",
                                        "nora@hospital.example",
                                        "emailVerified",
                                        true,
                                        "enabled",
                                        true,
                                        "groups",
                                        List.of("/id-nurses"),
                                        "credentials",
                                        List.of(Map.of("type", "password", "value", PASSWORD)))),
                "clients", List.of(client(control)));
    }

    private static Map<String, Object> client(String control) {
        return Map.of(
                "clientId", FakeProvider.CLIENT,
                "secret", FakeProvider.SECRET,
                "redirectUris", List.of(control + "/oidc/callback"),
                "attributes",
                        Map.of(
                                "backchannel.logout.url", control + "/oidc/backchannel-logout",
                                "backchannel.logout.session.required", "true",
                                "pkce.code.challenge.method", "S256"),
                "protocolMappers",
                        List.of(
                                Map.of(
                                        "name", "groups",
                                        "protocol", "openid-connect",
                                        "protocolMapper", "oidc-group-membership-mapper",
                                        "config",
                                                Map.of(
                                                        "claim.name", "groups",
                                                        "full.path", "false",
                                                        "id.token.claim", "true"))));
    }

    @Override
    public void close() {
        List<ProcessHandle> ours =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        ours.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                ours.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            ours.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
