package dev.sallyport.control.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals what has to be read again (AES-256-GCM), and blurs what is only compared (HMAC). */
final class Envelope {
    /** What GCM is made for. */
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final SignInKeys keys;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    Envelope(SignInKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    /** Sealed bytes and the name of their key. */
    static final class Sealed {
        private final String key;
        private final byte[] bytes;

        Sealed(String key, byte[] bytes) {
            this.key = key;
            this.bytes = bytes;
        }

        String key() {
            return key;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** What the key is called that new secrets are sealed under. */
    String key() {
        return keys.current().id();
    }

    /**
     * @param owner whose it is; nobody else's opens
     */
    Sealed seal(byte[] secret, String owner) {
        SignInKeys.Key key = keys.current();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key.secret(), nonce, owner, secret);
        byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
        return new Sealed(key.id(), whole);
    }

    byte[] open(Sealed sealed, String owner) {
        SecretKey key =
                keys.named(sealed.key())
                        .orElseThrow(() -> new IllegalStateException("a key is gone"))
                        .secret();
        byte[] whole = sealed.bytes();
        return cipher(
                Cipher.DECRYPT_MODE,
                key,
                Arrays.copyOf(whole, NONCE_BYTES),
                owner,
                Arrays.copyOfRange(whole, NONCE_BYTES, whole.length));
    }

    /** The same bytes for the same words, and no way back: somebody types a password as a login. */
    byte[] blur(String... words) {
        return mac(derived(keys.current().secret(), "blur"), String.join("\0", words));
    }

    private static byte[] cipher(
            int mode, SecretKey key, byte[] nonce, String owner, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(derived(key, "seal").getEncoded(), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed secret does not open", e);
        }
    }

    /** One key, two uses: neither says anything about the other. */
    private static SecretKey derived(SecretKey key, String use) {
        return new SecretKeySpec(mac(key, "sallyport sign-in " + use), "RAW");
    }

    private static byte[] mac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
