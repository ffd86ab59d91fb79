package dev.sallyport.control.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** That the provider signed somebody out (OpenID Connect Back-Channel Logout 1.0, §2.4, §2.6). */
final class LogoutTokens {
    /** It is sent when it is made; a provider that could not reach us tries again for a while. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private static final Set<String> TYPES = Set.of("jwt", "logout+jwt");

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final SignedTokens tokens;
    private final OidcSettings settings;
    private final InstantSource clock;

    LogoutTokens(SignedTokens tokens, OidcSettings settings, InstantSource clock) {
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A logout token that holds, unless it was used.
     *
     * @param subject whose sessions end; at least one of this and the session is there
     * @param session the provider's, which is over; all of the subject's where it names none
     * @param issued of all of a subject's sessions, those that began by then end
     * @param until from when on it would be too old by itself
     */
    record Logout(
            String issuer,
            String id,
            Optional<String> subject,
            Optional<String> session,
            Instant issued,
            Instant until) {}

    /**
     * @throws Refusal SP7168 where it is none, SP7161 where the provider's keys are not to be had
     */
    Logout read(String text) {
        Claims claims = tokens.read(text, TYPES, Refusal::noLogout).claims();
        claims.requireEqual("iss", settings.issuer().toString());
        claims.requireAudience(settings.clientId());
        claims.requireTimely(clock.instant(), OLDEST);
        JsonNode event = claims.raw("events").path(EVENT);
        if (!event.isObject()) {
            throw Refusal.noLogout("events");
        }
        // So that no ID token passes for one.
        if (claims.has("nonce")) {
            throw Refusal.noLogout("nonce");
        }
        Instant issued = claims.time("iat").orElseThrow(() -> Refusal.noLogout("no iat"));
        Logout logout =
                new Logout(
                        settings.issuer().toString(),
                        claims.required("jti"),
                        claims.text("sub"),
                        claims.text("sid"),
                        issued,
                        issued.plus(OLDEST).plus(Claims.SKEW));
        if (logout.subject().isEmpty() && logout.session().isEmpty()) {
            throw Refusal.noLogout("neither sub nor sid");
        }
        return logout;
    }
}
