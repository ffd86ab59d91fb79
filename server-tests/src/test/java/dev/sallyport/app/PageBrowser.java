package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.AccountRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people do at the page where sign-ins are confirmed, with codes they print beforehand. */
final class PageBrowser {
    private static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String base;
    private final HttpClient client;
    private final Map<String, Deque<String>> codes = new ConcurrentHashMap<>();

    PageBrowser(int port, Path certificate) throws Exception {
        base = "https://localhost:" + port;
        client = HttpClient.newBuilder().sslContext(PemIdentity.trusting(certificate)).build();
    }

    /** Somebody with a password and recovery codes. */
    void join(OwnServer own, String login) throws Exception {
        own.perform(new AccountRequest.Put(own.data(), login, PASSWORD));
        own.said();
        own.perform(new AccountRequest.Invite(own.data(), login));
        String invitation = own.said().lines().findFirst().orElseThrow();
        String secret = ask("/api/v1/second-factor", login, invitation).path("secret").asString();
        JsonNode recovery =
                ask(
                                "/api/v1/second-factor/confirmation",
                                login,
                                Totp.code(secret, Clock.systemUTC().instant()))
                        .path("recovery");
        assertThat(recovery.size()).isEqualTo(10);
        codes.put(
                login,
                recovery.valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toCollection(ConcurrentLinkedDeque::new)));
    }

    private JsonNode ask(String page, String login, String code) throws Exception {
        return JSON.readTree(
                send(
                        page,
                        "application/json",
                        JSON.writeValueAsString(
                                Map.of("login", login, "password", PASSWORD, "code", code))));
    }

    String get(String address) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(address)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What the page answers. */
    String post(Map<String, String> form) throws Exception {
        return send(
                "/confirm",
                "application/x-www-form-urlencoded",
                form.entrySet().stream()
                        .map(one ->
                                one.getKey()
                                        + "="
                                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /** Says yes to what a code names, and proves to be somebody. */
    String confirm(String code, String login) throws Exception {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("user_code", code);
        form.put("answer", "yes");
        form.put("login", login);
        form.put("password", PASSWORD);
        form.put("code", Objects.requireNonNull(codes.get(login)).removeFirst());
        return post(form);
    }

    private String send(String page, String type, String body) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(base + page))
                                .header("Content-Type", type)
                                .header("Sec-Fetch-Site", "same-origin")
                                .header("Origin", base)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
