package dev.sallyport.control.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106), kept in the usual text form, which says its own cost. */
final class Argon2Hash implements PasswordHash {
    /** {@link Lanes} hash side by side; one hash does not. */
    private static final int PARALLEL = 1;

    /** RFC 9106, section 3.1, recommends both. */
    private static final int SALT_BYTES = 16;

    private static final int HASH_BYTES = 32;

    private static final Pattern FORM =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9])"
                            + "\\$([A-Za-z0-9+/]{1,64})\\$([A-Za-z0-9+/]{1,128})");

    private final HashCost cost;
    private final RandomGenerator random;

    /**
     * @param cost of new hashes
     * @param random a secure one
     */
    Argon2Hash(HashCost cost, RandomGenerator random) {
        this.cost = cost;
        this.random = random;
    }

    @Override
    public String of(String password) {
        byte[] salt = drawn(SALT_BYTES);
        return text(
                salt,
                derive(password, salt, cost.memoryKib(), cost.passes(), PARALLEL, HASH_BYTES));
    }

    @Override
    public String ofNobody() {
        return text(drawn(SALT_BYTES), drawn(HASH_BYTES));
    }

    private byte[] drawn(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text(byte[] salt, byte[] hash) {
        Base64.Encoder text = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.passes(),
                        PARALLEL,
                        text.encodeToString(salt),
                        text.encodeToString(hash));
    }

    @Override
    public boolean matches(String password, String kept) {
        Matcher fields = FORM.matcher(kept);
        if (!fields.matches()) {
            throw new IllegalStateException("not a hash of ours");
        }
        byte[] hash = Base64.getDecoder().decode(fields.group(5));
        return MessageDigest.isEqual(
                hash,
                derive(
                        password,
                        Base64.getDecoder().decode(fields.group(4)),
                        Integer.parseInt(fields.group(1)),
                        Integer.parseInt(fields.group(2)),
                        Integer.parseInt(fields.group(3)),
                        hash.length));
    }

    private static byte[] derive(
            String password, byte[] salt, int memory, int passes, int parallel, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(parallel)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[length];
        // The same letters can be typed in two ways on two keyboards.
        String typed = Normalizer.normalize(password, Normalizer.Form.NFKC);
        generator.generateBytes(typed.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
