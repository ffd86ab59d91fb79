package dev.sallyport.control.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.control.console.SecretDigest;
import dev.sallyport.control.http.Form;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider on loopback that signs whoever it is told in, and lies on demand. */
final class FakeProvider implements AutoCloseable {
    static final String CLIENT = "sallyport";
    static final String SECRET = "s3cret of + us";

    private static final JsonMapper JSON = JsonMapper.shared();

    final AtomicInteger keyRequests = new AtomicInteger();
    final AtomicInteger tokenRequests = new AtomicInteger();
    final Map<String, Object> metadata = new ConcurrentHashMap<>();
    final List<JWK> published = new CopyOnWriteArrayList<>();
    final RSAKey key = rsa("k1");
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InstantSource clock;
    private final Map<String, Form> asked = new ConcurrentHashMap<>();
    private volatile Consumer<JWTClaimsSet.Builder> claims = claims -> {};
    private volatile UnaryOperator<String> idToken = token -> token;

    FakeProvider(InstantSource clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/realm/.well-known/openid-configuration",
                exchange -> answer(exchange, 200, JSON.writeValueAsBytes(metadata)));
        server.createContext("/realm/keys", this::keys);
        server.createContext("/realm/authorize", this::authorize);
        server.createContext("/realm/token", this::token);
        server.start();
        reset();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realm");
    }

    /** Honest, with one key. */
    void reset() {
        claims = claims -> {};
        idToken = token -> token;
        published.clear();
        published.add(key.toPublicJWK());
        metadata.clear();
        metadata.putAll(
                Map.of(
                        "issuer",
                        issuer().toString(),
                        "authorization_endpoint",
                        issuer() + "/authorize",
                        "token_endpoint",
                        issuer() + "/token",
                        "jwks_uri",
                        issuer() + "/keys",
                        "response_types_supported",
                        List.of("code"),
                        "code_challenge_methods_supported",
                        List.of("plain", "S256")));
    }

    /** What it says beside the usual, or instead. */
    void claiming(Consumer<JWTClaimsSet.Builder> more) {
        claims = more;
    }

    /** What it hands out in the place of an ID token. */
    void handingOut(UnaryOperator<String> instead) {
        idToken = instead;
    }

    /** A page of its own. */
    void page(String path, int status, byte[] body) {
        server.createContext(path, exchange -> answer(exchange, status, body));
    }

    /** A page that sends to another. */
    void redirect(String path, URI to) {
        server.createContext(path, exchange -> send(exchange, to));
    }

    /** One of an honest sign-in. */
    JWTClaimsSet.Builder honest(String nonce) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(CLIENT)
                .subject("sub-nora")
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                .claim("nonce", nonce)
                .claim("sid", "session-1");
    }

    /** A logout of a session of `sub-nora`. */
    JWTClaimsSet.Builder logout() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(CLIENT)
                .subject("sub-nora")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(2))))
                .claim("sid", "session-1")
                .claim(
                        "events",
                        Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    String signed(JWTClaimsSet claimed) {
        return signed(claimed, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), key);
    }

    static String signed(JWTClaimsSet claimed, JWSHeader header, RSAKey with) {
        try {
            SignedJWT token = new SignedJWT(header, claimed);
            token.sign(new RSASSASigner(with, Set.of(AllowWeakRSAKey.getInstance())));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        String set = new JWKSet(new ArrayList<>(published)).toString();
        answer(exchange, 200, set.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever comes is signed in at once. */
    private void authorize(HttpExchange exchange) throws IOException {
        Form query = Form.read(exchange.getRequestURI().getRawQuery()).orElseThrow();
        String code = UUID.randomUUID().toString();
        asked.put(code, query);
        send(
                exchange,
                URI.create(
                        value(query, "redirect_uri")
                                + "?code="
                                + code
                                + "&state="
                                + value(query, "state")));
    }

    private void token(HttpExchange exchange) throws IOException {
        tokenRequests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Form form = Form.read(body).orElseThrow();
        Form question = asked.remove(value(form, "code"));
        if (question == null
                || !isClient(exchange.getRequestHeaders().getFirst("Authorization"))
                || !value(question, "redirect_uri").equals(value(form, "redirect_uri"))
                || !value(question, "code_challenge")
                        .equals(challenge(value(form, "code_verifier")))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        JWTClaimsSet.Builder claimed = honest(value(question, "nonce"));
        claims.accept(claimed);
        answer(
                exchange,
                200,
                JSON.writeValueAsBytes(
                        Map.of(
                                "token_type", "Bearer",
                                "access_token", "access",
                                "id_token", idToken.apply(signed(claimed.build())))));
    }

    private static boolean isClient(String header) {
        String pair =
                new String(
                        Base64.getDecoder().decode(header.substring("Basic ".length())),
                        StandardCharsets.UTF_8);
        return pair.equals(Form.encoded(CLIENT) + ":" + Form.encoded(SECRET));
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(SecretDigest.of(verifier));
    }

    private static String value(Form form, String name) {
        return form.value(name).orElse("");
    }

    private static void send(HttpExchange exchange, URI to) throws IOException {
        exchange.getResponseHeaders().set("Location", to.toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
