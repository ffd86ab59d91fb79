package dev.sallyport.app.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Asks servers of others. No redirect is followed, and an answer is bounded in size and time, to
 * its last byte.
 */
public final class BoundedClient implements AutoCloseable {
    private final HttpClient client;
    private final Duration patience;
    private final int longest;

    /**
     * @param trust who vouches for servers; the machine's own authorities where empty
     * @param patience for one question
     * @param longest bytes of a body
     */
    public BoundedClient(Optional<SSLContext> trust, Duration patience, int longest) {
        this.patience = patience;
        this.longest = longest;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(patience);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** Fails with what the JDK's client or a timeout throws. */
    public CompletableFuture<HttpResponse<byte[]>> ask(HttpRequest.Builder question) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        question.timeout(patience).build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), longest));
        // The timeout of a request ends with its headers; a body may still drip.
        return answer.copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        answer.cancel(true);
                    }
                });
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
