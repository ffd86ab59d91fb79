package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The functions of RFC 5802 section 2.2 with SHA-256, and its base 64. */
final class ScramHash {
    static final int LENGTH = 32;

    private static final String HMAC = "HmacSHA256";

    private ScramHash() {}

    /** Hi(password, salt, iterations): the slow one. */
    static byte[] salted(String password, byte[] salt, int iterations) {
        var key = new PBEKeySpec(password.toCharArray(), salt, iterations, LENGTH * Byte.SIZE);
        try {
            var keys = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
            return keys.generateSecret(key).getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a JDK without PBKDF2", impossible);
        } finally {
            key.clearPassword();
        }
    }

    static byte[] clientKey(byte[] salted) {
        return hmac(salted, "Client Key");
    }

    static byte[] serverKey(byte[] salted) {
        return hmac(salted, "Server Key");
    }

    /** ClientProof of RFC 5802 section 3. */
    static String proof(byte[] salted, String authMessage) {
        var clientKey = clientKey(salted);
        return base64(xor(clientKey, hmac(hash(clientKey), authMessage)));
    }

    static String serverSignature(byte[] serverKey, String authMessage) {
        return base64(hmac(serverKey, authMessage));
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a JDK without HMAC", impossible);
        }
    }

    static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a JDK without SHA-256", impossible);
        }
    }

    static byte[] xor(byte[] left, byte[] right) {
        var result = new byte[left.length];
        for (int i = 0; i < left.length; i++) {
            result[i] = (byte) (left[i] ^ right[i]);
        }
        return result;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Empty where the text is not base 64 as it would be written: every value has one form. */
    static Optional<byte[]> fromBase64(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text);
            return base64(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
