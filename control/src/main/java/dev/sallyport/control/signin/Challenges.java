package dev.sallyport.control.signin;

import dev.sallyport.control.console.SecretDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an authenticator has to sign: chance, until when, and our mark over both and over what it is
 * for. Only the server makes one, for anybody who asks, and keeps nothing until it is answered: so
 * nobody who asks for many takes anything from others.
 */
final class Challenges {
    /** To find the key and to touch it. */
    static final Duration LASTS = Duration.ofMinutes(5);

    /** WebAuthn, section 13.4.3, asks for 16. */
    private static final int CHANCE_BYTES = 32;

    private static final int MARKED_BYTES = CHANCE_BYTES + Long.BYTES;

    private final JdbcClient database;
    private final Envelope envelope;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    Challenges(JdbcClient database, Envelope envelope, RandomGenerator random) {
        this.database = database;
        this.envelope = envelope;
        this.random = random;
    }

    /**
     * @param use what it is for, and for whom; good for nothing else
     */
    byte[] ask(String use, Instant now) {
        byte[] chance = new byte[CHANCE_BYTES];
        random.nextBytes(chance);
        byte[] marked =
                ByteBuffer.allocate(MARKED_BYTES)
                        .put(chance)
                        .putLong(now.plus(LASTS).toEpochMilli())
                        .array();
        byte[] mark = mark(marked, use);
        return ByteBuffer.allocate(marked.length + mark.length).put(marked).put(mark).array();
    }

    /** Whether it was asked here, for this, not too long ago. */
    boolean isOurs(byte[] challenge, String use, Instant now) {
        if (challenge.length <= MARKED_BYTES) {
            return false;
        }
        byte[] marked = Arrays.copyOf(challenge, MARKED_BYTES);
        byte[] mark = Arrays.copyOfRange(challenge, MARKED_BYTES, challenge.length);
        return MessageDigest.isEqual(mark, mark(marked, use)) && now.isBefore(until(challenge));
    }

    /** Uses up one that {@link #isOurs}; false where it was used before. */
    boolean use(byte[] challenge, Instant now) {
        database.sql("DELETE FROM control.sign_in_challenge WHERE until <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return database.sql(
                                "INSERT INTO control.sign_in_challenge (digest, until)"
                                        + " VALUES (:digest, :until) ON CONFLICT DO NOTHING")
                        .param("digest", SecretDigest.of(challenge))
                        .param("until", until(challenge).atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private static Instant until(byte[] challenge) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(challenge).getLong(CHANCE_BYTES));
    }

    private byte[] mark(byte[] marked, String use) {
        return envelope.blur("challenge", Base64.getEncoder().encodeToString(marked), use);
    }
}
