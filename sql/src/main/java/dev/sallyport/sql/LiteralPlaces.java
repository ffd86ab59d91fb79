package dev.sallyport.sql;

import java.util.Arrays;

/** Where the literals of one query string stand, in it and in its normalised form. */
final class LiteralPlaces {
    /** Of a literal that no {@code ?} of its own stands for. */
    static final int NOWHERE = -1;

    /** More than this are counted, and not kept. */
    static final int MOST = 64;

    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private int[] marks = new int[8];
    private boolean[] plain = new boolean[8];
    private int count;
    private boolean parameters;

    void clear() {
        count = 0;
        parameters = false;
    }

    /** A list of literals goes on with this token. */
    void absorbed(Token kind, Lexer lexer) {
        if (kind.isConstant()) {
            written(kind, lexer, NOWHERE);
        }
    }

    /** A literal, for which a {@code ?} stands at this byte of the normalised form. */
    void written(Token kind, Lexer lexer, int mark) {
        if (count < MOST) {
            makeRoom();
            starts[count] = lexer.start();
            ends[count] = lexer.end();
            marks[count] = mark;
            plain[count] = kind == Token.PLAIN_STRING;
        }
        count++;
    }

    void parameter() {
        parameters = true;
    }

    /** How many there are; only the first {@link #MOST} are kept. */
    int count() {
        return count;
    }

    int kept() {
        return Math.min(count, MOST);
    }

    /** Whether {@code $1} or its like stands there. */
    boolean hasParameters() {
        return parameters;
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    /** The byte of the normalised form; {@link #NOWHERE} for one that a list has absorbed. */
    int mark(int index) {
        return marks[index];
    }

    /** Whether it is {@code 'text'} in one piece, without an escape or a doubled quote. */
    boolean isPlainString(int index) {
        return plain[index];
    }

    private void makeRoom() {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            marks = Arrays.copyOf(marks, 2 * count);
            plain = Arrays.copyOf(plain, 2 * count);
        }
    }
}
