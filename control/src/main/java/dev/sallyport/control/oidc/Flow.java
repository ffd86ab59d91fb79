package dev.sallyport.control.oidc;

import dev.sallyport.control.console.SecretDigest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One sign-in on its way, known to the browser that began it alone: everything the provider hears
 * of it follows from a secret in that browser's cookie, and nothing is kept here.
 */
final class Flow {
    /** To find a telephone and a password. */
    static final Duration LASTS = Duration.ofMinutes(10);

    private static final int BYTES = 32;

    private static final Pattern COOKIE = Pattern.compile("([\\w-]{43})\\.(\\d{1,11})");

    private final String secret;
    private final long begun;

    private Flow(String secret, long begun) {
        this.secret = secret;
        this.begun = begun;
    }

    /**
     * @param random a secure one
     */
    static Flow begin(RandomGenerator random, Instant now) {
        return new Flow(word(random), now.getEpochSecond());
    }

    /** 256 bits that nobody guesses. */
    static String word(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return text(bytes);
    }

    /** Empty where it is none of ours, or too old. */
    static Optional<Flow> of(String cookie, Instant now) {
        Matcher parts = COOKIE.matcher(cookie);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Flow flow = new Flow(parts.group(1), Long.parseLong(parts.group(2)));
        return flow.isRunning(now) ? Optional.of(flow) : Optional.empty();
    }

    private boolean isRunning(Instant now) {
        try {
            Instant from = Instant.ofEpochSecond(begun);
            return !from.isAfter(now) && now.isBefore(from.plus(LASTS));
        } catch (DateTimeException e) {
            return false;
        }
    }

    String cookie() {
        return secret + "." + begun;
    }

    Instant until() {
        return Instant.ofEpochSecond(begun).plus(LASTS);
    }

    String state() {
        return derived("state");
    }

    String nonce() {
        return derived("nonce");
    }

    /** RFC 7636, section 4.1. */
    String verifier() {
        return derived("verifier");
    }

    /** RFC 7636, section 4.2: S256. */
    String challenge() {
        return text(SecretDigest.of(verifier()));
    }

    boolean isMeantBy(String state) {
        return MessageDigest.isEqual(bytes(state()), bytes(state));
    }

    /** By which it is known that it was used. */
    byte[] mark() {
        return SecretDigest.of(secret);
    }

    /** The time is part of it: who changes it in the cookie has another state. */
    private String derived(String use) {
        return derived(secret, use + " " + begun);
    }

    /** A word that follows from a secret and tells nothing of it. */
    static String derived(String secret, String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "RAW"));
            return text(mac.doFinal(bytes("sallyport oidc " + use)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
