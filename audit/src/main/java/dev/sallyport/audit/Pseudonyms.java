package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
        return column(column.getBytes(UTF_8)).of(value, value.length);
    }

    /** Those of one column, whose name is digested once. */
    public OfColumn column(byte[] column) {
        MessageDigest named = copy(inner);
        named.update(column);
        named.update(END_OF_NAME);
        return new OfColumn(named, outer);
    }

    /** Makes those of one key column. */
    public static final class OfColumn {
        private final MessageDigest named;
        private final MessageDigest outer;

        private OfColumn(MessageDigest named, MessageDigest outer) {
            this.named = named;
            this.outer = outer;
        }

        Pseudonym of(byte[] value, int length) {
            var digest = digest(value, length);
            return new Pseudonym((long) LONGS.get(digest, 0), (long) LONGS.get(digest, Long.BYTES));
        }

        /** Adds that of the value at the start of the bytes; answers whether it was not there. */
        public boolean add(byte[] value, int length, PseudonymSet to) {
            var digest = digest(value, length);
            return to.add((long) LONGS.get(digest, 0), (long) LONGS.get(digest, Long.BYTES));
        }

        private byte[] digest(byte[] value, int length) {
            MessageDigest first = copy(named);
            first.update(value, 0, length);
            return copy(outer).digest(first.digest());
        }
    }

    private static MessageDigest copy(MessageDigest begun) {
        try {
            return (MessageDigest) begun.clone();
        } catch (CloneNotSupportedException other) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", other);
        }
    }
}
