package dev.sallyport.control.signin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based codes (RFC 6238) as authenticator apps make them: SHA-1, 30 seconds, six digits. */
final class Totp {
    static final Duration STEP = Duration.ofSeconds(30);

    static final int DIGITS = 6;

    /** As long as the hash (RFC 4226, section 4, R6). */
    static final int SECRET_BYTES = 20;

    private static final int MODULUS = 1_000_000;

    private Totp() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    static String code(byte[] secret, long step) {
        byte[] hash = hmac(secret, step);
        int offset = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        return String.format(Locale.ROOT, "%06d", number % MODULUS);
    }

    /** The steps a code is of, newest first: this one, the one before, for slow hands, the next. */
    static LongStream fitting(byte[] secret, String code, Instant now) {
        long current = step(now);
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        return LongStream.of(current + 1, current, current - 1)
                .filter(step ->
                        MessageDigest.isEqual(
                                typed, code(secret, step).getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] hmac(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "RAW"));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }
}
