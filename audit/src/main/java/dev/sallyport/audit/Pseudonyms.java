package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Makes pseudonyms: HMAC-SHA-256 (RFC 2104) over the name of a key column and a value of it, cut to
 * 128 bits. Both halves begin with a block that the key alone decides: it is digested once and
 * copied, which is half of the work for a short value. Not for two threads.
 */
public final class Pseudonyms {
    private static final String ALGORITHM = "SHA-256";
    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;
    private static final byte END_OF_NAME = 0;

    private final MessageDigest inner;
    private final MessageDigest outer;

    /**
     * @param key kept apart from the record, 32 bytes: whoever has both can try out every key value
     */
    public Pseudonyms(byte[] key) {
        try {
            byte[] block =
                    key.length > BLOCK ? MessageDigest.getInstance(ALGORITHM).digest(key) : key;
            inner = begun(block, INNER);
            outer = begun(block, OUTER);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static MessageDigest begun(byte[] key, byte pad) throws GeneralSecurityException {
        byte[] block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= pad;
        }
        MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
        digest.update(block);
        return digest;
    }

    /**
     * @param column the key column by its full name, such as {@code hosp.patients.id}
     * @param value as PostgreSQL writes it in text
     */
    public Pseudonym of(String column, byte[] value) {
        return of(column.getBytes(UTF_8), value, 0, value.length);
    }

    /** The same of a value within other bytes, and of a name that is encoded already. */
    public Pseudonym of(byte[] column, byte[] value, int offset, int length) {
        MessageDigest first = copy(inner);
        first.update(column);
        first.update(END_OF_NAME);
        first.update(value, offset, length);
        MessageDigest second = copy(outer);
        var bytes = ByteBuffer.wrap(second.digest(first.digest()));
        return new Pseudonym(bytes.getLong(), bytes.getLong());
    }

    private static MessageDigest copy(MessageDigest begun) {
        try {
            return (MessageDigest) begun.clone();
        } catch (CloneNotSupportedException other) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", other);
        }
    }
}
