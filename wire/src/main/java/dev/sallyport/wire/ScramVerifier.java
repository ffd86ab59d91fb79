package dev.sallyport.wire;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What a server keeps of a password: enough to check it, not enough to sign in with. */
public final class ScramVerifier {

    /** RFC 7677 section 4 asks for no fewer, and the server's default is no more. */
    public static final int ITERATIONS = 4096;

    /** As the server makes. */
    static final int SALT_LENGTH = 16;

    /** More than anybody sets; a stored number must not be able to stop a processor for minutes. */
    static final int MOST_ITERATIONS = 1_000_000;

    /** Far above any salt in use. */
    private static final int LONGEST = 1024;

    private static final Pattern FORM =
            Pattern.compile(
                    "SCRAM-SHA-256\\$([1-9][0-9]{0,6}):([A-Za-z0-9+/=]+)"
                            + "\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

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

    public static ScramVerifier create(String password, RandomGenerator random) {
        var salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return create(password, salt, ITERATIONS);
    }

    public static ScramVerifier create(String password, byte[] salt, int iterations) {
        return of(SaltedPasswords.of(password).salted(salt, iterations), salt, iterations);
    }

    /** For one more secret of the same user, of whom a client can be shown one salt only. */
    public ScramVerifier beside(String secret) {
        return create(secret, salt, iterations);
    }

    /**
     * For a name nobody has: the same salt each time, as of a real account, and no password fits.
     *
     * @param secret one of this server's, at least 32 bytes, the same on every node and start
     */
    public static ScramVerifier mock(String user, byte[] secret) {
        var salt = Arrays.copyOf(ScramHash.hmac(secret, "mock salt " + user), SALT_LENGTH);
        return new ScramVerifier(
                ITERATIONS,
                salt,
                ScramHash.hmac(secret, "mock stored key " + user),
                ScramHash.hmac(secret, "mock server key " + user));
    }

    /** Reads {@code SCRAM-SHA-256$4096:salt$StoredKey:ServerKey}; empty where it is not that. */
    public static Optional<ScramVerifier> parse(String text) {
        var matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        var iterations = Integer.parseInt(matcher.group(1));
        var salt = ScramHash.fromBase64(matcher.group(2));
        var stored = ScramHash.fromBase64(matcher.group(3)).filter(ScramVerifier::isKey);
        var server = ScramHash.fromBase64(matcher.group(4)).filter(ScramVerifier::isKey);
        if (iterations > MOST_ITERATIONS
                || salt.isEmpty()
                || stored.isEmpty()
                || server.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ScramVerifier(iterations, salt.get(), stored.get(), server.get()));
    }

    /**
     * As PostgreSQL stores it. It is a secret of its own: whoever has it can pose as the server.
     */
    public String format() {
        return "SCRAM-SHA-256$%d:%s$%s:%s"
                .formatted(
                        iterations,
                        ScramHash.base64(salt),
                        ScramHash.base64(storedKey),
                        ScramHash.base64(serverKey));
    }

    /** Whether a password sent in clear is the one; slow, by intent. */
    public boolean matches(String password) {
        var salted = SaltedPasswords.of(password).salted(salt, iterations);
        return MessageDigest.isEqual(storedKey, of(salted, salt, iterations).storedKey);
    }

    int iterations() {
        return iterations;
    }

    String saltText() {
        return ScramHash.base64(salt);
    }

    /** RFC 5802 section 3: whether the proof could only be made by who knows the password. */
    boolean accepts(byte[] proof, String authMessage) {
        var signature = ScramHash.hmac(storedKey, authMessage);
        var clientKey = ScramHash.xor(signature, proof);
        return MessageDigest.isEqual(ScramHash.hash(clientKey), storedKey);
    }

    String serverSignature(String authMessage) {
        return ScramHash.serverSignature(serverKey, authMessage);
    }

    private static ScramVerifier of(byte[] salted, byte[] salt, int iterations) {
        return new ScramVerifier(
                iterations,
                salt.clone(),
                ScramHash.hash(ScramHash.clientKey(salted)),
                ScramHash.serverKey(salted));
    }

    private static boolean isKey(byte[] bytes) {
        return bytes.length == ScramHash.LENGTH;
    }

    @Override
    public String toString() {
        return "ScramVerifier";
    }
}
