package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that speaks to the control plane: an identity provider, or one of the API. */
final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final URI base;
    private final String token;

    /**
     * @param certificate the server's own, in PEM
     */
    ControlClient(int port, Path certificate, String token) {
        this.http = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
        this.base = URI.create("https://127.0.0.1:" + port + "/scim/v2/");
        this.token = token;
    }

    /** By a path of the API, such as {@code /api/v1/me}. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return ask("GET", path, "");
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return ask("POST", path, body);
    }

    JsonNode patch(String path, String operation) throws IOException, InterruptedException {
        return ask(
                "PATCH",
                path,
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                        + operation
                        + "]}");
    }

    private JsonNode ask(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .header(
                                        "Content-Type",
                                        path.startsWith("/api/")
                                                ? "application/json"
                                                : "application/scim+json")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .header("Authorization", "Bearer " + token)
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private static SSLContext trusting(Path certificate) {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("the server's certificate cannot be read", e);
        }
    }
}
