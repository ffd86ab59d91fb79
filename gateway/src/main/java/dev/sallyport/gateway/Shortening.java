package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.BackendFrame.Header;
import io.netty.buffer.ByteBuf;

/**
 * Takes from a result what the gateway added to it: the last columns, in place. PostgreSQL manual,
 * "Message Formats", RowDescription and DataRow.
 */
final class Shortening {
    /** A row is held whole until its end is known; larger ones are files rather than records. */
    static final int LONGEST = 64 << 20;

    /** Table, column, type, its length, its modifier, format. */
    private static final int AFTER_NAME = 18;

    private Shortening() {}

    static Problem tooLong() {
        return Problem.of(
                ProblemCode.SP2081,
                "a row of more than %d MiB does not say whose it is".formatted(LONGEST >> 20),
                "name its key in the select list");
    }

    /**
     * Shortens a whole DataRow.
     *
     * @return the bytes of it that remain; 0 where no column does
     */
    static int row(ByteBuf in, int index, Header header, int columns) {
        int fields = fields(in, index) - columns;
        int at = index + Header.HEADER + Short.BYTES;
        for (int field = 0; field < fields; field++) {
            at += Integer.BYTES + Math.max(0, in.getInt(at));
        }
        return cut(in, index, header, fields, at);
    }

    /** Whether no column of a DataRow remains. */
    static boolean isNothing(ByteBuf in, int index, int columns) {
        return fields(in, index) == columns;
    }

    /** The same of a RowDescription. */
    static int description(ByteBuf in, int index, Header header, int columns) {
        int fields = fields(in, index) - columns;
        int at = index + Header.HEADER + Short.BYTES;
        for (int field = 0; field < fields; field++) {
            at = in.indexOf(at, index + header.total(), (byte) 0) + 1 + AFTER_NAME;
        }
        return cut(in, index, header, fields, at);
    }

    /** A NoData: the statement returns no rows. */
    static void noData(ByteBuf out) {
        out.writeByte('n').writeInt(Integer.BYTES);
    }

    private static int fields(ByteBuf in, int index) {
        return in.getUnsignedShort(index + Header.HEADER);
    }

    private static int cut(ByteBuf in, int index, Header header, int fields, int end) {
        if (fields < 0 || end > index + header.total()) {
            throw new IllegalStateException("a row is not as it was described");
        }
        if (fields == 0) {
            return 0;
        }
        in.setInt(index + 1, end - index - 1);
        in.setShort(index + Header.HEADER, fields);
        return end - index;
    }
}
