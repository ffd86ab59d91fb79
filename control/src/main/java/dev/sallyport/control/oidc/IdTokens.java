package dev.sallyport.control.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import dev.sallyport.control.oidc.OidcEvent.Proof;
import dev.sallyport.control.oidc.OidcSettings.Demanded;
import dev.sallyport.control.oidc.SignedTokens.Signed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** What a provider says of somebody who has just signed in (OpenID Connect Core 1.0, §3.1.3.7). */
final class IdTokens {
    /** We asked for it a moment ago; Entra says that it made it five minutes before that. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private static final Set<String> TYPES = Set.of("jwt");

    private static final int BITS_OF_SHA = 3;

    private final SignedTokens tokens;
    private final OidcSettings settings;
    private final InstantSource clock;

    IdTokens(SignedTokens tokens, OidcSettings settings, InstantSource clock) {
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    /** An ID token that holds. */
    record Identity(Claims claims, Proof proof, Instant issued) {
        String subject() {
            return claims.required("sub");
        }

        Optional<String> session() {
            return claims.text("sid");
        }
    }

    /**
     * @param nonce what we asked for it with
     * @param accessToken what came with it
     * @throws Refusal SP7163 where it proves nothing, SP7164 where it proves too little
     */
    Identity read(String token, String nonce, Optional<String> accessToken) {
        Signed signed = tokens.read(token, TYPES, Refusal::unproved);
        Claims claims = signed.claims();
        Instant now = clock.instant();
        claims.requireEqual("iss", settings.issuer().toString());
        claims.requireAudience(settings.clientId());
        if (claims.has("azp")) {
            claims.requireEqual("azp", settings.clientId());
        }
        claims.requireTimely(now, OLDEST);
        claims.requireEqual("nonce", nonce);
        claims.required("sub");
        claims.text("at_hash").ifPresent(hash -> requireHash(hash, accessToken, signed));
        Proof proof = new Proof(claims.texts("amr"), claims.text("acr"), claims.time("auth_time"));
        proof.at().ifPresent(at -> claims.requirePast(at, now));
        require(proof, now);
        return new Identity(
                claims, proof, claims.time("iat").orElseThrow(() -> Refusal.unproved("no iat")));
    }

    private void require(Proof proof, Instant now) {
        Demanded demanded = settings.demanded();
        boolean isOfClass =
                demanded.acr().isEmpty()
                        || proof.acr().filter(demanded.acr()::contains).isPresent();
        if (!isOfClass) {
            throw Refusal.weak("acr");
        }
        if (!proof.methods().containsAll(demanded.amr())) {
            throw Refusal.weak("amr");
        }
        boolean isFresh =
                demanded.maxAge()
                        .map(age -> age.plus(Claims.SKEW))
                        .map(age -> proof.at().filter(at -> now.isBefore(at.plus(age))).isPresent())
                        .orElse(true);
        if (!isFresh) {
            throw Refusal.weak("auth_time");
        }
    }

    /** The access token is the one this was made with (§3.1.3.6). */
    private static void requireHash(String hash, Optional<String> accessToken, Signed signed) {
        boolean fits =
                accessToken
                        .map(token -> leftHalf(token, signed.algorithm()))
                        .filter(hash::equals)
                        .isPresent();
        if (!fits) {
            throw Refusal.unproved("at_hash");
        }
    }

    private static String leftHalf(String token, JWSAlgorithm algorithm) {
        String name = algorithm.getName();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-" + name.substring(name.length() - BITS_OF_SHA))
                            .digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(digest, digest.length / 2));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }
}
