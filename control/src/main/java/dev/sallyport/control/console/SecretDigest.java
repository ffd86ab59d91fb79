package dev.sallyport.control.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What is kept of a secret of ours: it is chance enough that a fast hash (SHA-256) keeps it. */
public final class SecretDigest {
    private SecretDigest() {}

    public static byte[] of(String secret) {
        return of(secret.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] of(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
