package dev.sallyport.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider on loopback for which everybody is Ada, of the group `id-all`. */
final class StaffProvider implements AutoCloseable {
    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();

    StaffProvider() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page(
                "/.well-known/openid-configuration",
                _ ->
                        Map.of(
                                "issuer", issuer(),
                                "authorization_endpoint", issuer() + "/authorize",
                                "token_endpoint", issuer() + "/token",
                                "jwks_uri", issuer() + "/keys"));
        page("/keys", _ -> new JWKSet(key.toPublicJWK()).toJSONObject());
        page("/token", form -> Map.of("id_token", idToken(word(form, "code"))));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Where Ada's browser comes back to, with a code for what it was sent to ask. */
    String answer(String question) {
        String code = UUID.randomUUID().toString();
        nonces.put(code, word(question, "nonce"));
        return "?code=" + code + "&state=" + word(question, "state");
    }

    /** That Ada signed out. */
    String logoutToken() {
        return signed(
                claims().jwtID(UUID.randomUUID().toString())
                        .claim(
                                "events",
                                Map.of(
                                        "http://schemas.openid.net/event/backchannel-logout",
                                        Map.of())));
    }

    private String idToken(String code) {
        return signed(
                claims().claim("nonce", nonces.remove(code))
                        .claim("amr", List.of("pwd", "otp"))
                        .claim("groups", List.of("id-all")));
    }

    private JWTClaimsSet.Builder claims() {
        Date now = Date.from(Clock.systemUTC().instant());
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("sallyport")
                .subject("sub-ida")
                .issueTime(now)
                .expirationTime(Date.from(now.toInstant().plusSeconds(120)))
                .claim("sid", "session-1");
    }

    private String signed(JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                            claims.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void page(String path, Function<String, Map<String, Object>> answer) {
        server.createContext(
                path,
                exchange -> {
                    String form =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    byte[] body = JsonMapper.shared().writeValueAsBytes(answer.apply(form));
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    private static String word(String form, String name) {
        String after = ("&" + form.replace('?', '&')).split("&" + name + "=", 2)[1];
        return after.split("&", 2)[0];
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
