package dev.sallyport.app.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 256 bits that seals other keys. What is sealed says by which key it was, so that a wrong
 * key is told from a changed text. It never says the key.
 */
public final class SealKey {
    /** Of a key: that of AES-256. */
    public static final int BYTES = 32;

    static final int ID_BYTES = 8;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    static final String CIPHER = "AES/GCM/NoPadding";

    private final byte[] id;
    private final SecretKey key;

    private SealKey(byte[] id, SecretKey key) {
        this.id = id;
        this.key = key;
    }

    /** Of what {@code openssl rand -base64 32} writes; empty where a text is no such key. */
    public static Optional<SealKey> parse(String text) {
        try {
            byte[] secret = Base64.getDecoder().decode(text.strip());
            return secret.length == BYTES ? Optional.of(of(secret)) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /**
     * @param secret 32 bytes of chance
     */
    public static SealKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes");
        }
        SecretKey base = new SecretKeySpec(secret, "HKDF-SHA256");
        return new SealKey(
                derive(base, "sallyport key id", ID_BYTES),
                new SecretKeySpec(derive(base, "sallyport key sealing", BYTES), "AES"));
    }

    private static byte[] derive(SecretKey base, String purpose, int bytes) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(base)
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF", e);
        }
    }

    /** Which one it is, in 16 hexadecimal digits; it is no secret. */
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    /** Whether it opens what the other sealed, and the reverse. */
    boolean is(SealKey other) {
        return MessageDigest.isEqual(key.getEncoded(), other.key.getEncoded());
    }

    byte[] idBytes() {
        return id.clone();
    }

    /**
     * Encrypts a secret, so that no change of it goes unseen.
     *
     * @param beside what {@link #open} must be given again, such as the secret's name
     */
    public byte[] seal(byte[] secret, byte[] beside, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, beside);
            byte[] sealed = cipher.doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Empty where it was sealed otherwise, or changed since. */
    public Optional<byte[]> open(byte[] sealed, byte[] beside) {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(sealed).get(nonce);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, beside)
                            .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] beside) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(beside);
        return cipher;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "key " + id();
    }
}
