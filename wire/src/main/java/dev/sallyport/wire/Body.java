package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one message's body that never leaves it: after the first thing that does not fit,
 * every further read is empty and {@link #finish} tells what it was.
 */
final class Body {
    private static final String NO_TERMINATOR = "has a string without its terminator";

    /** What PostgreSQL looks at of a name (NAMEDATALEN); it takes longer ones all the same. */
    private static final int NAME = 63;

    private final ByteBuf buffer;
    private final int end;
    private int index;
    private @Nullable String failure;

    Body(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        this.end = index + length;
        if (buffer.writerIndex() < end) {
            fail("is not all there");
        }
    }

    byte octet() {
        return has(1) ? buffer.getByte(index++) : 0;
    }

    int unsignedShort() {
        if (!has(Short.BYTES)) {
            return 0;
        }
        index += Short.BYTES;
        return buffer.getUnsignedShort(index - Short.BYTES);
    }

    int integer() {
        if (!has(Integer.BYTES)) {
            return 0;
        }
        index += Integer.BYTES;
        return buffer.getInt(index - Integer.BYTES);
    }

    /** A zero-terminated string, a slice without its zero. */
    ByteBuf terminated() {
        var zero = failure == null ? buffer.indexOf(index, end, (byte) 0) : -1;
        if (zero < 0) {
            fail(NO_TERMINATOR);
            return Unpooled.EMPTY_BUFFER;
        }
        var slice = buffer.slice(index, zero - index);
        index = zero + 1;
        return slice;
    }

    /** A zero-terminated string. Invalid UTF-8 fails: two names must never become one. */
    String text() {
        return strictly(terminated());
    }

    /**
     * The name of a prepared statement or portal, cut as the server cuts it: names that are one to
     * it must never become two. Where it cuts other letters depends on its encoding.
     */
    String name() {
        var bytes = terminated();
        if (bytes.readableBytes() <= NAME) {
            return strictly(bytes);
        }
        if (!ByteBufUtil.isText(bytes, StandardCharsets.US_ASCII)) {
            fail("has a name of more than " + NAME + " bytes that are not all ASCII");
            return "";
        }
        return bytes.toString(bytes.readerIndex(), NAME, StandardCharsets.US_ASCII);
    }

    /** A zero-terminated string for people to read: what is not UTF-8 becomes U+FFFD. */
    String lenientText() {
        return terminated().toString(StandardCharsets.UTF_8);
    }

    ByteBuf bytes(int length) {
        if (length < 0 || !has(length)) {
            fail("has a length that does not fit");
            return Unpooled.EMPTY_BUFFER;
        }
        index += length;
        return buffer.slice(index - length, length);
    }

    ByteBuf rest() {
        return bytes(remaining());
    }

    /** All that is left, as UTF-8. */
    String restAsText() {
        return strictly(rest());
    }

    int remaining() {
        return failure == null ? end - index : 0;
    }

    int index() {
        return index;
    }

    void fail(String what) {
        if (failure == null) {
            failure = what;
        }
    }

    /** Whether the first failure is one that more bytes might mend. */
    boolean lacksTerminator() {
        return NO_TERMINATOR.equals(failure);
    }

    /** The first failure, or that something is left over, or null where all was read. */
    @Nullable Malformed finish(String name) {
        if (remaining() > 0) {
            fail("is longer than its fields");
        }
        return failure == null ? null : new Malformed(name + " " + failure);
    }

    private boolean has(int length) {
        if (remaining() < length) {
            fail("is shorter than its fields");
            return false;
        }
        return failure == null;
    }

    private String strictly(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            return "";
        }
        var text = bytes.toString(StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0 && !ByteBufUtil.isText(bytes, StandardCharsets.UTF_8)) {
            fail("has a string that is not UTF-8");
            return "";
        }
        return text;
    }
}
