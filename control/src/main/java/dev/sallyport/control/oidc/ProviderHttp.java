package dev.sallyport.control.oidc;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to the provider, and to nobody it points at: no redirect is followed, and an answer is
 * bounded in size and time.
 */
final class ProviderHttp implements AutoCloseable {
    /** Some hundred keys, or a token with some hundred groups. */
    static final int LONGEST_ANSWER = 256 * 1024;

    /** A provider that is there answers sooner. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** From the first byte to the last. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final int OK = 200;

    /** Deeper is nothing that a provider sends. */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final HttpClient client;

    /**
     * @throws Refused SP7170 where the authority's certificates cannot be read
     */
    ProviderHttp(OidcSettings settings) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT);
        settings.authority().ifPresent(file -> builder.sslContext(trusting(file)));
        this.client = builder.build();
    }

    /**
     * @throws Refusal SP7161 for any other answer than a JSON object
     */
    JsonNode get(URI address) {
        HttpResponse<byte[]> answer =
                send(HttpRequest.newBuilder(address).header("Accept", "application/json").build());
        if (answer.statusCode() != OK) {
            throw Refusal.away("status " + answer.statusCode());
        }
        return object(answer.body());
    }

    /**
     * @throws Refusal SP7161 where nothing, or too much, comes back in time
     */
    HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Refusal.away("no answer");
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw Refusal.away("too slow");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw Refusal.away("not waited for");
        }
    }

    /**
     * @throws Refusal SP7161 where it is none
     */
    static JsonNode object(byte[] body) {
        try {
            JsonNode document = JSON.readTree(body);
            if (document.isObject()) {
                return document;
            }
        } catch (JacksonException e) {
            throw Refusal.away("no JSON");
        }
        throw Refusal.away("no JSON object");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + number, one);
                number++;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7170,
                            "`" + authority + "` holds no certificates",
                            "name a file of PEM certificates that the provider's is signed by"));
        }
    }
}
