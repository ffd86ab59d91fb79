package dev.sallyport.testkit;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key of a transit engine with its versions, of the type aes256-gcm96. */
final class TransitKey {
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]+):([A-Za-z0-9+/=]+)");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    /** How the key for one message is made. */
    enum Derivation {
        NONE,
        BY_CONTEXT
    }

    private final List<byte[]> versions = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private final Derivation derivation;
    private int oldest = 1;

    TransitKey(Derivation derivation) {
        this.derivation = derivation;
        rotate();
    }

    synchronized void rotate() {
        byte[] next = new byte[KEY_BYTES];
        random.nextBytes(next);
        versions.add(next);
    }

    /** Older versions decrypt no more. */
    synchronized void retireOlderVersions() {
        oldest = versions.size();
    }

    synchronized String encrypt(byte[] plain, byte[] associated, byte[] context)
            throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed =
                cipher(Cipher.ENCRYPT_MODE, versions.size(), nonce, associated, context)
                        .doFinal(plain);
        return "vault:v%d:%s"
                .formatted(
                        versions.size(),
                        Base64.getEncoder()
                                .encodeToString(
                                        ByteBuffer.allocate(nonce.length + sealed.length)
                                                .put(nonce)
                                                .put(sealed)
                                                .array()));
    }

    /** Empty for what this key does not open. */
    synchronized Optional<byte[]> decrypt(String ciphertext, byte[] associated, byte[] context)
            throws GeneralSecurityException {
        Matcher form = CIPHERTEXT.matcher(ciphertext);
        if (!form.matches()) {
            return Optional.empty();
        }
        int version = Integer.parseInt(form.group(1));
        byte[] bytes = Base64.getDecoder().decode(form.group(2));
        if (version < oldest || version > versions.size() || bytes.length < NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, version, nonce, associated, context)
                            .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES));
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        }
    }

    boolean needsContext() {
        return derivation == Derivation.BY_CONTEXT;
    }

    private Cipher cipher(int mode, int version, byte[] nonce, byte[] associated, byte[] context)
            throws GeneralSecurityException {
        byte[] secret = versions.get(version - 1);
        if (needsContext()) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            secret = mac.doFinal(context);
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
