package dev.sallyport.control.link;

import dev.sallyport.control.http.BearerTokens.Token;
import dev.sallyport.control.http.StrictJson;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

/** One request of a gateway until it is answered; no thread waits with it. */
final class Poll {
    /** Shorter than what stands between two machines lets a silent connection live. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Token token;
    private final Asking asking;
    private final DeferredResult<ResponseEntity<byte[]>> result;

    Poll(Token token, Asking asking) {
        this.token = token;
        this.asking = asking;
        result = new DeferredResult<>(LONGEST.toMillis(), () -> answer(nothing()));
    }

    Token token() {
        return token;
    }

    Asking asking() {
        return asking;
    }

    DeferredResult<ResponseEntity<byte[]>> result() {
        return result;
    }

    void tell(News news) {
        result.setResult(answer(news));
    }

    /** In its own words: whoever hears it learns nothing, whether or not they may still. */
    void tellNothing() {
        tell(nothing());
    }

    void fail(RuntimeException failure) {
        result.setErrorResult(failure);
    }

    private News nothing() {
        return new News(asking.run().orElse(null), false, asking.holds(), List.of());
    }

    private static ResponseEntity<byte[]> answer(News news) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .body(StrictJson.MAPPER.writeValueAsBytes(news));
    }
}
