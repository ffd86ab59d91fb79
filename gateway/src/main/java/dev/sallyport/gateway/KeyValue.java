package dev.sallyport.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * How the value of a key column stands in a row, so that it reads the same in text and binary.
 * PostgreSQL's send functions; the numbers are of pg_type.
 */
enum KeyValue {
    AS_IT_STANDS,
    /** {@code char(n)}: what it is filled up with does not count. */
    BLANK_PADDED,
    INTEGER,
    IDENTIFIER;

    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final int OID = 26;
    private static final int BPCHAR = 1042;
    private static final int VARCHAR = 1043;
    private static final int NAME = 19;
    private static final int UUID_TYPE = 2950;
    private static final int BINARY = 1;

    /** Empty where a value of this type cannot be read in binary. */
    static Optional<KeyValue> of(int type, int format) {
        if (type == BPCHAR) {
            return Optional.of(BLANK_PADDED);
        }
        if (format != BINARY) {
            return Optional.of(AS_IT_STANDS);
        }
        return switch (type) {
            case INT2, INT4, INT8, OID -> Optional.of(INTEGER);
            case TEXT, VARCHAR, NAME -> Optional.of(AS_IT_STANDS);
            case UUID_TYPE -> Optional.of(IDENTIFIER);
            default -> Optional.empty();
        };
    }

    /**
     * Turns the value at the start of the bytes into PostgreSQL's text of it.
     *
     * @param bytes of which the first {@code length} are the value; changed where that is longer
     * @return the length of the text, which is at the start of the bytes
     */
    int text(byte[] bytes, int length) {
        return switch (this) {
            case AS_IT_STANDS -> length;
            case BLANK_PADDED -> unpadded(bytes, length);
            case INTEGER -> put(bytes, Long.toString(integer(bytes, length)));
            case IDENTIFIER -> {
                ByteBuffer value = ByteBuffer.wrap(bytes, 0, length);
                yield put(bytes, new UUID(value.getLong(), value.getLong()).toString());
            }
        };
    }

    private static int unpadded(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    private static long integer(byte[] bytes, int length) {
        long value = length > 0 && bytes[0] < 0 ? -1 : 0;
        for (int i = 0; i < length; i++) {
            value = (value << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return value;
    }

    private static int put(byte[] bytes, String text) {
        byte[] ascii = text.getBytes(US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
        return ascii.length;
    }
}
