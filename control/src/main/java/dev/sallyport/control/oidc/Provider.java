package dev.sallyport.control.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the provider: asked for when it is needed, and again when it may have changed.
 */
final class Provider {
    /** A provider changes where it is less often than this. */
    private static final Duration METADATA_LASTS = Duration.ofHours(1);

    /** A key that a provider takes back is out of use after this. */
    static final Duration KEYS_LAST = Duration.ofMinutes(10);

    /**
     * Strangers may send tokens with made-up keys, also while the provider is away: that makes us
     * ask this often at most.
     */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final OidcSettings settings;
    private final ProviderHttp http;
    private final InstantSource clock;
    private @Nullable Told<Metadata> metadata;
    private @Nullable Told<JWKSet> keys;
    private @Nullable Told<Refusal> away;

    private record Told<T>(T value, Instant at) {
        boolean isOlderThan(Duration age, Instant now) {
            return now.isAfter(at.plus(age));
        }
    }

    Provider(OidcSettings settings, ProviderHttp http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /**
     * @throws Refusal SP7161 where it does not answer as one
     */
    synchronized Metadata metadata() {
        Instant now = clock.instant();
        Told<Metadata> known = metadata;
        if (known == null || known.isOlderThan(METADATA_LASTS, now)) {
            known = new Told<>(asked(() -> Metadata.of(http.get(discovery()), settings)), now);
            metadata = known;
        }
        return known.value();
    }

    /**
     * The keys a token may be signed with; where none fits, the provider may have a new one.
     *
     * @throws Refusal SP7161 where it does not answer as one
     */
    List<JWK> keys(JWSHeader header) {
        List<JWK> fitting = Signatures.fitting(header, known(KEYS_LAST));
        return fitting.isEmpty() ? Signatures.fitting(header, known(PAUSE)) : fitting;
    }

    private synchronized JWKSet known(Duration age) {
        Instant now = clock.instant();
        Told<JWKSet> known = keys;
        if (known == null || known.isOlderThan(age, now)) {
            known = new Told<>(asked(this::read), now);
            keys = known;
        }
        return known.value();
    }

    /** Not again at once, where there was no answer. */
    private <T> T asked(Supplier<T> question) {
        Told<Refusal> last = away;
        if (last != null && !last.isOlderThan(PAUSE, clock.instant())) {
            throw last.value();
        }
        try {
            return question.get();
        } catch (Refusal refusal) {
            away = new Told<>(refusal, clock.instant());
            throw refusal;
        }
    }

    private JWKSet read() {
        try {
            return JWKSet.parse(http.get(metadata().keys()).toString());
        } catch (ParseException e) {
            throw Refusal.away("no keys");
        }
    }

    /** Section 4.1: beside an issuer's path, not before it. */
    private URI discovery() {
        String issuer = settings.issuer().toString();
        return URI.create(
                (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                        + "/.well-known/openid-configuration");
    }
}
