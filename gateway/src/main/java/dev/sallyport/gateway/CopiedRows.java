package dev.sallyport.gateway;

import dev.sallyport.wire.BackendFrame.Header;
import io.netty.buffer.ByteBuf;

/**
 * The rows of one COPY … TO STDOUT to which keys were added as the last columns: each CopyData is
 * one row. PostgreSQL manual, COPY, "File Formats"; "COPY Operations". Works in place.
 */
final class CopiedRows {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
    };

    /** Behind the signature: flags, and the length of what else the header holds. */
    private static final int EXTENSION = SIGNATURE.length + Integer.BYTES;

    /** Up to the first row, of a server that puts nothing else in the header. */
    private static final int HEAD = EXTENSION + Integer.BYTES;

    /** In place of how many columns a row has. */
    private static final int END = Short.BYTES;

    /** A byte of the signature that no text has. */
    private static final int BEYOND_TEXT = 7;

    private static final int NULL = -1;

    private final int added;
    private final Form form;
    private boolean namesColumns;

    /** Where the added columns begin, each behind its delimiter. */
    private final int[] last;

    private final byte[] key = new byte[SubjectReader.LONGEST_KEY];

    private enum Form {
        TEXT,
        CSV,
        BINARY
    }

    /**
     * @param in where a whole CopyOutResponse stands at the index
     */
    CopiedRows(Added more, ByteBuf in, int index) {
        this.added = more.columns();
        this.last = new int[added];
        boolean binary = in.getByte(index + Header.HEADER) == 1;
        this.form = binary ? Form.BINARY : more.options().contains("csv") ? Form.CSV : Form.TEXT;
        this.namesColumns = more.options().contains("header");
    }

    /** Whether it may be no row, which the whole of it tells. */
    static boolean isShort(Header header) {
        return header.body() == END || header.body() == HEAD + END;
    }

    /** Whether it is the end of the binary format, or its head and its end. */
    static boolean isEnd(ByteBuf in, Header header) {
        int body = in.readerIndex() + Header.HEADER;
        return isShort(header)
                && in.getShort(body + header.body() - END) == NULL
                && (header.body() == END || in.getByte(body + BEYOND_TEXT) == (byte) 0xff);
    }

    /** Shortens the CopyOutResponse; answers the bytes of it that remain. */
    int response(ByteBuf in, int index, Header header) {
        int columns = index + Header.HEADER + 1;
        int length = header.total() - added * Short.BYTES;
        in.setShort(columns, in.getUnsignedShort(columns) - added);
        in.setInt(index + 1, length - 1);
        return length;
    }

    /** Shortens one row and has it read; answers the bytes of it that remain. */
    int row(ByteBuf in, int index, Header header, SubjectReader subjects) {
        int start = index + Header.HEADER;
        int end = index + header.total();
        int cut =
                switch (form) {
                    case TEXT -> textual(in, start, end, subjects, (byte) '\t');
                    case CSV -> textual(in, start, end, subjects, (byte) ',');
                    case BINARY -> binary(in, start, end, subjects);
                };
        in.setInt(index + 1, cut - index - 1);
        return cut - index;
    }

    private int textual(ByteBuf in, int start, int end, SubjectReader subjects, byte delimiter) {
        boolean found =
                form == Form.TEXT
                        ? fromTheEnd(in, start, end, delimiter)
                        : fromTheStart(in, start, end, delimiter);
        if (!found) {
            throw new IllegalStateException("a copied row is not as it was asked for");
        }
        int cut = last[0];
        if (namesColumns) {
            namesColumns = false;
        } else {
            subjects.row();
            for (int i = 0; i < added; i++) {
                int to = i + 1 < added ? last[i + 1] : end - 1;
                subjects.readKey(key, key(in, last[i] + 1, to));
            }
        }
        in.setByte(cut, '\n');
        return cut + 1;
    }

    /** Within a value a delimiter is written in letters. */
    private boolean fromTheEnd(ByteBuf in, int start, int end, byte delimiter) {
        int left = added;
        for (int at = end - 1; at >= start && left > 0; at--) {
            if (in.getByte(at) == delimiter) {
                last[--left] = at;
            }
        }
        return left == 0;
    }

    /** Within quotes a delimiter is none. */
    private boolean fromTheStart(ByteBuf in, int start, int end, byte delimiter) {
        int count = 0;
        boolean quoted = false;
        for (int at = start; at < end; at++) {
            byte letter = in.getByte(at);
            quoted ^= letter == '"';
            if (letter == delimiter && !quoted) {
                System.arraycopy(last, 1, last, 0, added - 1);
                last[added - 1] = at;
                count++;
            }
        }
        return count >= added;
    }

    /** The length of the value that is put into {@link #key} as far as it fits. */
    private int key(ByteBuf in, int from, int to) {
        int length = to - from;
        boolean isNull =
                form == Form.CSV
                        ? length == 0
                        : length == 2 && in.getByte(from) == '\\' && in.getByte(from + 1) == 'N';
        if (isNull) {
            return NULL;
        }
        int count = 0;
        boolean wrapped = form == Form.CSV && in.getByte(from) == '"';
        int stop = wrapped ? to - 1 : to;
        for (int at = wrapped ? from + 1 : from; at < stop; at++) {
            byte letter = in.getByte(at);
            if (form == Form.TEXT && letter == '\\') {
                letter = unescaped(in.getByte(++at));
            } else if (wrapped && letter == '"') {
                at++;
            }
            if (count < key.length) {
                key[count] = letter;
            }
            count++;
        }
        return count;
    }

    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }

    private int binary(ByteBuf in, int start, int end, SubjectReader subjects) {
        int row = beginsFile(in, start, end) ? start + header(in, start) : start;
        if (row + Short.BYTES > end || in.getShort(row) < 0) {
            return end;
        }
        int fields = in.getShort(row) - added;
        int at = row + Short.BYTES;
        for (int field = 0; field < fields; field++) {
            at += Integer.BYTES + Math.max(0, in.getInt(at));
        }
        subjects.row();
        int next = at;
        for (int i = 0; i < added; i++) {
            int length = in.getInt(next);
            next += Integer.BYTES;
            in.getBytes(next, key, 0, Math.clamp(length, 0, key.length));
            subjects.readKey(key, length);
            next += Math.max(0, length);
        }
        in.setShort(row, fields);
        return at;
    }

    private static int header(ByteBuf in, int start) {
        return EXTENSION + Integer.BYTES + in.getInt(start + EXTENSION);
    }

    private static boolean beginsFile(ByteBuf in, int start, int end) {
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (start + i >= end || in.getByte(start + i) != SIGNATURE[i]) {
                return false;
            }
        }
        return true;
    }
}
