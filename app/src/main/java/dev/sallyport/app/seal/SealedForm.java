package dev.sallyport.app.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a sealed file is laid out: a head ({@link SealedHead}), which ends with the file's own key
 * sealed under an operator's; then chunks of equal length, each sealed by itself under its number
 * and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár);
 * then a mark, by which a person is told "cut short" and not "changed".
 */
final class SealedForm {
    static final byte[] MAGIC = "SALLYPORT SEALED".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END = "SEALED END\n".getBytes(StandardCharsets.US_ASCII);

    /** Large enough that tags cost nothing, small enough to hold many in memory. */
    static final int CHUNK_BYTES = 64 << 10;

    static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + SealKey.TAG_BYTES;

    /** What is left of a nonce beside a number of four bytes and one byte for the last. */
    static final int PREFIX_BYTES = SealKey.NONCE_BYTES - Integer.BYTES - 1;

    private SealedForm() {}

    static byte[] random(SecureRandom random, int bytes) {
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        return fresh;
    }

    static SecretKey key(byte[] secret) {
        return new SecretKeySpec(secret, "AES");
    }

    /**
     * For one chunk; a number is used once with one key.
     *
     * @param last 1 for the last one, else 0
     */
    static Cipher cipher(int mode, SecretKey key, byte[] prefix, int number, int last)
            throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(SealKey.NONCE_BYTES)
                        .put(prefix)
                        .putInt(number)
                        .put((byte) last)
                        .array();
        Cipher cipher = Cipher.getInstance(SealKey.CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(SealKey.TAG_BYTES * Byte.SIZE, nonce));
        return cipher;
    }
}
