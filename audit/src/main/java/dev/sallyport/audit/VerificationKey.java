package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A C2SP signed-note verifier key: {@code <name>+<id>+<base64(type || key)>}, Ed25519 alone. */
final class VerificationKey {
    static final int ID_BYTES = 4;

    private static final byte ED25519 = 1;
    private static final int RAW_BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x2a\\x2c-\\x7e]{1,200}");
    private static final Pattern TEXT =
            Pattern.compile("([\\x21-\\x2a\\x2c-\\x7e]{1,200})\\+([0-9a-f]{8})\\+(\\S{44})");

    /** The DER before the 32 bytes of an Ed25519 key, RFC 8410 section 4. */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] raw;
    private final PublicKey key;

    private VerificationKey(String name, byte[] raw, PublicKey key) {
        this.name = name;
        this.raw = raw;
        this.key = key;
    }

    static VerificationKey of(String name, PublicKey key) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a key's name has no spaces and no plus sign");
        }
        var encoded = key.getEncoded();
        return new VerificationKey(
                name, Arrays.copyOfRange(encoded, SPKI.length, encoded.length), key);
    }

    /** Null where the text is no Ed25519 key or its id does not belong to it. */
    static @Nullable VerificationKey parse(String text) {
        var parts = TEXT.matcher(text);
        var raw = parts.matches() ? decode(parts.group(3)) : null;
        if (raw == null) {
            return null;
        }
        try {
            var der = Arrays.copyOf(SPKI, SPKI.length + RAW_BYTES);
            System.arraycopy(raw, 0, der, SPKI.length, RAW_BYTES);
            var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
            var parsed = new VerificationKey(parts.group(1), raw, key);
            return parsed.text().equals(text) ? parsed : null;
        } catch (GeneralSecurityException noKey) {
            return null;
        }
    }

    String name() {
        return name;
    }

    String text() {
        return prefix() + encode(raw);
    }

    String prefix() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+";
    }

    /** C2SP signed-note: SHA-256(name, newline, type, key), the first four bytes. */
    byte[] id() {
        var digest = Hash.newDigest();
        digest.update((name + "\n").getBytes(UTF_8));
        digest.update(ED25519);
        return Arrays.copyOf(digest.digest(raw), ID_BYTES);
    }

    boolean verifies(byte[] text, byte[] signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** Base64 of the algorithm's byte and a key or seed. */
    static String encode(byte[] key) {
        var typed = new byte[1 + key.length];
        typed[0] = ED25519;
        System.arraycopy(key, 0, typed, 1, key.length);
        return Base64.getEncoder().encodeToString(typed);
    }

    static byte @Nullable [] decode(String text) {
        try {
            var typed = Base64.getDecoder().decode(text);
            return typed.length == 1 + RAW_BYTES && typed[0] == ED25519
                    ? Arrays.copyOfRange(typed, 1, typed.length)
                    : null;
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }
}
