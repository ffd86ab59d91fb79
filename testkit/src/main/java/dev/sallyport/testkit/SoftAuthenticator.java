package dev.sallyport.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A security key and the browser before it, in software, by the words of WebAuthn alone. Each of
 * what they say can be set to something that no honest one says.
 */
public final class SoftAuthenticator {
    public static final int PRESENT = 0x01;
    public static final int VERIFIED = 0x04;
    private static final int HAS_CREDENTIAL = 0x40;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a key signs with. */
    public enum Kind {
        ES256(-7, "SHA256withECDSA", "EC", 256),
        EDDSA(-8, "Ed25519", "Ed25519", 0),
        RS256(-257, "SHA256withRSA", "RSA", 2048),
        WEAK(-257, "SHA256withRSA", "RSA", 1024);

        private final int cose;
        private final String signature;
        private final String generator;
        private final int bits;

        Kind(int cose, String signature, String generator, int bits) {
            this.cose = cose;
            this.signature = signature;
            this.generator = generator;
            this.bits = bits;
        }
    }

    private final Kind kind;
    private final KeyPair keys;
    private final String honestOrigin;
    private final String honestParty;

    /** What an honest browser and authenticator say; a test says something else. */
    public byte[] credential = random(32);

    public byte[] handle = {};
    public String origin;
    public String party;
    public String type = "";
    public String extra = "";
    public String format = "none";
    public byte[] signed = {};
    public int flags = PRESENT | VERIFIED;
    public int algorithm;
    public int step = 1;
    public long count;

    /**
     * @param origin of the page it is used on
     * @param party the host of that
     */
    public SoftAuthenticator(Kind kind, String origin, String party) {
        this.honestOrigin = origin;
        this.honestParty = party;
        this.origin = origin;
        this.party = party;
        this.kind = kind;
        this.algorithm = kind.cose;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.generator);
            if (kind.bits > 0) {
                generator.initialize(kind.bits);
            }
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Lies no more. */
    public void repent() {
        origin = honestOrigin;
        party = honestParty;
        type = "";
        extra = "";
        flags = PRESENT | VERIFIED;
        algorithm = kind.cose;
        step = 1;
    }

    /**
     * A passkey that is made: what our pages ask of it, by name, in base64url.
     *
     * @param calling what it is to call the account
     */
    public Map<String, String> make(String challenge, String calling) {
        handle = Base64.getUrlDecoder().decode(calling);
        byte[] seen = clientData("webauthn.create", challenge);
        Map<String, String> said = new LinkedHashMap<>();
        said.put("challenge", challenge);
        said.put("client_data", text(seen));
        said.put("attestation", text(attestation(seen)));
        return said;
    }

    /** Signs what it is asked; by name, in base64url. */
    public Map<String, String> use(String challenge) {
        count += step;
        byte[] seen = clientData("webauthn.get", challenge);
        byte[] data = data(flags, new byte[0]);
        Map<String, String> said = new LinkedHashMap<>();
        said.put("challenge", challenge);
        said.put("credential", text(credential));
        said.put("client_data", text(seen));
        said.put("authenticator_data", text(data));
        said.put("signature", text(sign(data, sha256(seen))));
        said.put("user_handle", text(handle));
        return said;
    }

    private byte[] clientData(String honest, String challenge) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false%s}"
                .formatted(type.isEmpty() ? honest : type, challenge, origin, extra)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] attestation(byte[] seen) {
        byte[] key = key(keys.getPublic());
        byte[] credentials =
                ByteBuffer.allocate(16 + 2 + credential.length + key.length)
                        .put(new byte[16])
                        .putShort((short) credential.length)
                        .put(credential)
                        .put(key)
                        .array();
        byte[] data = data(flags | HAS_CREDENTIAL, credentials);
        Cbor statement = new Cbor();
        statement.map(3);
        statement.text("fmt").text(format);
        statement.text("attStmt");
        if (format.equals("packed")) {
            statement.map(2).text("alg").integer(algorithm);
            statement.text("sig").bytes(sign(data, sha256(signed.length == 0 ? seen : signed)));
        } else {
            statement.map(0);
        }
        statement.text("authData").bytes(data);
        return statement.done();
    }

    /** WebAuthn, section 6.1. */
    private byte[] data(int set, byte[] rest) {
        return ByteBuffer.allocate(37 + rest.length)
                .put(sha256(party.getBytes(StandardCharsets.UTF_8)))
                .put((byte) set)
                .putInt((int) count)
                .put(rest)
                .array();
    }

    /** RFC 9052, section 7: the key's kind, what it signs with, and the key. */
    private byte[] key(PublicKey open) {
        Cbor key = new Cbor();
        switch (open) {
            case ECPublicKey ec -> {
                key.map(5).integer(1).integer(2).integer(3).integer(algorithm);
                key.integer(-1).integer(1);
                key.integer(-2).bytes(padded(ec.getW().getAffineX()));
                key.integer(-3).bytes(padded(ec.getW().getAffineY()));
            }
            case EdECPublicKey ed -> {
                byte[] encoded = ed.getEncoded();
                key.map(4).integer(1).integer(1).integer(3).integer(algorithm);
                key.integer(-1).integer(6);
                key.integer(-2)
                        .bytes(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            }
            case RSAPublicKey rsa -> {
                byte[] modulus = rsa.getModulus().toByteArray();
                key.map(4).integer(1).integer(3).integer(3).integer(algorithm);
                key.integer(-1).bytes(Arrays.copyOfRange(modulus, 1, modulus.length));
                key.integer(-2).bytes(rsa.getPublicExponent().toByteArray());
            }
            default -> throw new AssertionError(open.getAlgorithm());
        }
        return key.done();
    }

    private byte[] sign(byte[]... parts) {
        try {
            Signature signature = Signature.getInstance(kind.signature);
            signature.initSign(keys.getPrivate());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] padded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] whole = new byte[32];
        int length = Math.min(bytes.length, whole.length);
        System.arraycopy(bytes, bytes.length - length, whole, whole.length - length, length);
        return whole;
    }

    /** As many bytes that nobody knows. */
    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** In base64url. */
    public static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 8949, as much of it as an authenticator writes. */
    private static final class Cbor {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Cbor map(int pairs) {
            return head(5, pairs);
        }

        Cbor integer(long number) {
            return number < 0 ? head(1, -1 - number) : head(0, number);
        }

        Cbor text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            head(3, bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Cbor bytes(byte[] bytes) {
            head(2, bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        private Cbor head(int major, long number) {
            int kind = major << 5;
            if (number < 24) {
                out.write(kind | (int) number);
            } else if (number < 1 << 8) {
                out.write(kind | 24);
                out.write((int) number);
            } else {
                out.write(kind | 25);
                out.write((int) number >>> 8);
                out.write((int) number);
            }
            return this;
        }

        byte[] done() {
            return out.toByteArray();
        }
    }
}
