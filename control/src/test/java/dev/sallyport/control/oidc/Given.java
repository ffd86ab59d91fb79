package dev.sallyport.control.oidc;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Settings as an operator may give them, and a clock by hand. */
final class Given {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

    private Given() {}

    /** Stands still until it is moved, or told to go as another. */
    static final class Clock implements InstantSource {
        private final AtomicReference<InstantSource> now =
                new AtomicReference<>(InstantSource.fixed(START));

        @Override
        public Instant instant() {
            return now.get().instant();
        }

        void advance(Duration by) {
            now.set(InstantSource.fixed(instant().plus(by)));
        }

        void follow(InstantSource other) {
            now.set(other);
        }
    }

    static OidcSettings settings(URI issuer) {
        return settings(issuer, OidcSettings.PersonClaim.SUB, nothing());
    }

    static OidcSettings settings(
            URI issuer, OidcSettings.PersonClaim person, OidcSettings.Demanded demanded) {
        return new OidcSettings(
                issuer,
                FakeProvider.CLIENT,
                Optional.of(() -> FakeProvider.SECRET),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of("openid", "profile"),
                person,
                demanded,
                new OidcSettings.GroupClaim(
                        "groups", Map.of("id-nurses", "nurses", "id-gone", "nowhere")));
    }

    static OidcSettings.Demanded nothing() {
        return new OidcSettings.Demanded(Set.of(), Set.of(), Optional.empty());
    }
}
