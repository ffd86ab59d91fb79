package dev.sallyport.provision;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What PostgreSQL keeps of a password, computed here so that the password itself never travels (RFC
 * 5803; PostgreSQL manual section 52.8).
 */
final class ScramVerifier {
    /** PostgreSQL's own default, and the least that RFC 7677 allows. */
    private static final int ITERATIONS = 4096;

    /** A foreign verifier must not make the check run for minutes. */
    private static final int MAX_ITERATIONS = 1_000_000;

    /** PostgreSQL's own length. */
    private static final int SALT_BYTES = 16;

    private static final int KEY_BITS = 256;

    private static final Pattern TEXT =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,7}):([^$]+)\\$([^:]+):(.+)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    static ScramVerifier of(String secret, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        // Verifiers are made side by side, and not every generator is for several threads.
        synchronized (random) {
            random.nextBytes(salt);
        }
        return of(secret, salt, ITERATIONS);
    }

    /** Empty for no password, and for one kept in another way. */
    static Optional<ScramVerifier> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            int iterations = Integer.parseInt(parts.group(1));
            return Optional.of(
                            new ScramVerifier(
                                    iterations,
                                    base64.decode(parts.group(2)),
                                    base64.decode(parts.group(3)),
                                    base64.decode(parts.group(4))))
                    .filter(read -> iterations >= 1 && iterations <= MAX_ITERATIONS);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    boolean isOf(String secret) {
        ScramVerifier expected = of(secret, salt, iterations);
        return MessageDigest.isEqual(expected.storedKey, storedKey)
                && MessageDigest.isEqual(expected.serverKey, serverKey);
    }

    /** As {@code ALTER ROLE … PASSWORD} takes it. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$"
                + iterations
                + ":"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(storedKey)
                + ":"
                + base64.encodeToString(serverKey);
    }

    /** Secrets are ASCII, so SASLprep would change nothing. */
    private static ScramVerifier of(String secret, byte[] salt, int iterations) {
        try {
            var spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, KEY_BITS);
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            return new ScramVerifier(iterations, salt, storedKey, hmac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256 and PBKDF2", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
