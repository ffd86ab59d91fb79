package dev.sallyport.control.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hides what is kept of a request under keys that only the client can make again: of its secret and
 * the word it chose. HMAC-SHA-256 makes them, AES-256-GCM seals.
 */
final class SealedAnswer {
    private static final String MAC = "HmacSHA256";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final byte[] root;
    private final RandomGenerator chance;

    /**
     * @param secret of the caller, of at least 128 random bits
     * @param chance fit for secrets
     */
    SealedAnswer(String secret, String word, RandomGenerator chance) {
        this.root = mac(bytes(secret), bytes("kept answer\n" + word));
        this.chance = chance;
    }

    /** What it is found by. */
    byte[] name() {
        return mac(root, bytes("name"));
    }

    /** What tells a request from another. */
    byte[] of(String line, byte[] body) {
        byte[] start = bytes("request\n" + line);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return mac(root, all);
    }

    byte[] sealed(byte[] answer) {
        byte[] nonce = new byte[NONCE];
        chance.nextBytes(nonce);
        byte[] hidden = crypt(Cipher.ENCRYPT_MODE, nonce, answer);
        return ByteBuffer.allocate(NONCE + hidden.length).put(nonce).put(hidden).array();
    }

    byte[] opened(byte[] sealed) {
        return crypt(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(sealed, NONCE),
                Arrays.copyOfRange(sealed, NONCE, sealed.length));
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(mac(root, bytes("seal")), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was kept is not what was sealed", e);
        }
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
