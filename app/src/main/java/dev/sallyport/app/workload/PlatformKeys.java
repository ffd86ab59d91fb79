package dev.sallyport.app.workload;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.sallyport.control.oidc.Signatures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one platform: asked for when they are needed, and again when they may have changed.
 */
final class PlatformKeys {
    /** A key that a platform takes back is out of use after this, where it can be asked. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** And after this where it cannot: a platform that is away does not keep its programs out. */
    static final Duration TRUSTED = Duration.ofHours(1);

    /** Strangers may send tokens with made-up keys: that makes us ask this often at most. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final KeySource source;
    private final InstantSource clock;
    private @Nullable Told told;
    private @Nullable Instant asked;
    private CompletableFuture<JWKSet> asking = CompletableFuture.failedFuture(new Away("unasked"));

    private record Told(JWKSet keys, Instant at) {
        boolean isWithin(Duration age, Instant now) {
            return now.isBefore(at.plus(age));
        }
    }

    PlatformKeys(KeySource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Those that a token may be signed with; fails where none can be asked for. */
    synchronized CompletableFuture<List<JWK>> fitting(JWSHeader header) {
        Instant now = clock.instant();
        Told known = told;
        List<JWK> fit =
                known != null && known.isWithin(TRUSTED, now)
                        ? Signatures.fitting(header, known.keys())
                        : List.of();
        if (fit.isEmpty()) {
            return ask(now).thenApply(keys -> Signatures.fitting(header, keys));
        }
        return known != null && known.isWithin(FRESH, now)
                ? CompletableFuture.completedFuture(fit)
                : ask(now).handle((keys, away) ->
                        away == null ? Signatures.fitting(header, keys) : fit);
    }

    /** What is being asked, or was a moment ago, is not asked again. */
    private CompletableFuture<JWKSet> ask(Instant now) {
        Instant last = asked;
        if (asking.isDone() && (last == null || !now.isBefore(last.plus(PAUSE)))) {
            asked = now;
            asking = source.ask();
            asking.thenAccept(keys -> learn(keys, now));
        }
        return asking;
    }

    private synchronized void learn(JWKSet keys, Instant at) {
        told = new Told(keys, at);
    }
}
