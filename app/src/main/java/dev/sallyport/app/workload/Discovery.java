package dev.sallyport.app.workload;

import com.nimbusds.jose.jwk.JWKSet;
import dev.sallyport.app.http.BoundedClient;
import dev.sallyport.app.http.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Keys that a platform serves where it says they are (OpenID Connect Discovery 1.0, section 4).
 * Nothing but the issuer's own server is asked, no redirect is followed, and an answer is bounded
 * in size and time.
 */
final class Discovery implements KeySource, AutoCloseable {
    /** Some hundred keys. */
    private static final int LONGEST = 256 * 1024;

    /** For both questions; shorter than a client waits to be signed in. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int OK = 200;
    private static final int HTTPS = 443;

    private final URI issuer;
    private final BoundedClient client;
    private final Duration patience;

    /**
     * @param patience from the first question to the last byte
     */
    Discovery(Platform platform, Duration patience) {
        this.patience = patience;
        this.issuer = platform.issuer();
        this.client = new BoundedClient(platform.trust(), patience, LONGEST);
    }

    @Override
    public CompletableFuture<JWKSet> ask() {
        return get(configuration())
                .thenApply(this::keys)
                .thenCompose(this::get)
                .thenApply(Discovery::parsed)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<byte[]> get(URI address) {
        return client.ask(HttpRequest.newBuilder(address).header("Accept", "application/json"))
                .thenApply(Discovery::body);
    }

    private static byte[] body(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != OK) {
            throw new Away("status " + answer.statusCode());
        }
        return answer.body();
    }

    /** Section 4.1: beside an issuer's path, not before it. */
    private URI configuration() {
        String base = issuer.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + "/.well-known/openid-configuration");
    }

    private URI keys(byte[] configuration) {
        JsonNode document =
                Json.object(configuration).orElseThrow(() -> new Away("no configuration"));
        if (!document.path("issuer").asString("").equals(issuer.toString())) {
            throw new Away("another issuer");
        }
        try {
            URI keys = new URI(document.path("jwks_uri").asString(""));
            if (isOurs(keys)) {
                return keys;
            }
        } catch (URISyntaxException _) {
            throw new Away("no jwks_uri");
        }
        throw new Away("jwks_uri elsewhere");
    }

    private boolean isOurs(URI address) {
        return issuer.getScheme().equals(address.getScheme())
                && address.getRawUserInfo() == null
                && place(issuer).equals(place(address));
    }

    private static Optional<String> place(URI address) {
        return Optional.ofNullable(address.getHost())
                .map(host ->
                        host.toLowerCase(Locale.ROOT)
                                + ":"
                                + (address.getPort() < 0 ? HTTPS : address.getPort()));
    }

    private static JWKSet parsed(byte[] text) {
        try {
            return JWKSet.parse(new String(text, StandardCharsets.UTF_8));
        } catch (ParseException | RuntimeException e) {
            throw new Away("no keys");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
