package dev.sallyport.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** A platform on loopback that gives its programs tokens, and to a test whatever it asks for. */
public final class TokenPlatform implements AutoCloseable {
    public static final String AUDIENCE = "sallyport";
    public static final String SUBJECT = "system:serviceaccount:ward:feed";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ECKey> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String says = "";
    private volatile boolean hanging;
    private volatile int status = 200;

    public TokenPlatform() throws IOException, JOSEException {
        rotate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        page(
                "/.well-known/openid-configuration",
                _ -> Map.of("issuer", issuer(), "jwks_uri", says.isEmpty() ? keysAddress() : says));
        page(
                "/keys",
                _ -> {
                    asked.incrementAndGet();
                    return publicKeys().toJSONObject();
                });
        server.start();
    }

    private String keysAddress() {
        return issuer() + "/keys";
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Signs with a new key from here on, and knows the former one no more. */
    public void rotate() throws JOSEException {
        ECKey next =
                new ECKeyGenerator(Curve.P_256).keyID("k" + asked.get() + keys.size()).generate();
        keys.clear();
        keys.add(next);
    }

    /** Takes connections and answers none, until it is closed. */
    public void hang() {
        hanging = true;
    }

    public void answer(int another) {
        status = another;
    }

    /** Says that its keys are elsewhere. */
    public void pointTo(String address) {
        says = address;
    }

    /** How often somebody wanted its keys. */
    public int asked() {
        return asked.get();
    }

    public JWKSet publicKeys() {
        return new JWKSet(keys.stream().map(ECKey::toPublicJWK).map(JWK.class::cast).toList());
    }

    /** What a token says unless a test has it say something else. */
    public JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject(SUBJECT)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    public String token(Instant now) {
        return signed(claims(now).build());
    }

    public String signed(JWTClaimsSet claims) {
        return signed(header(), claims);
    }

    public JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(keys.getFirst().getKeyID())
                .type(JOSEObjectType.JWT);
    }

    public String signed(JWSHeader.Builder header, JWTClaimsSet claims) {
        try {
            return signed(header.build(), claims, new ECDSASigner(keys.getFirst()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the public key for a shared secret, which everybody knows. */
    public String confused(JWTClaimsSet claims) {
        try {
            byte[] secret = keys.getFirst().toECPublicKey().getEncoded();
            return signed(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(keys.getFirst().getKeyID())
                            .build(),
                    claims,
                    new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void page(String path, Function<String, Map<String, Object>> answer) {
        server.createContext(path, exchange -> answer(exchange, answer));
    }

    private void answer(HttpExchange exchange, Function<String, Map<String, Object>> answer)
            throws IOException {
        if (hanging) {
            try {
                closing.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body =
                JsonMapper.shared()
                        .writeValueAsString(answer.apply(""))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
