package dev.sallyport.sql;

import java.util.Arrays;

/**
 * Where the literals of one query string stand. They are numbered as the {@code ?} are that stand
 * for them in its normalised form, so that a number means the same in every text of one form.
 */
final class LiteralPlaces {
    /** Of a literal behind the first one of a list. */
    static final int UNNUMBERED = -1;

    /** More than this are counted, and not kept. */
    static final int MOST = 64;

    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private int[] numbers = new int[8];
    private boolean[] plain = new boolean[8];
    private int count;
    private int numbered;
    private boolean parameters;

    void clear() {
        count = 0;
        numbered = 0;
        parameters = false;
    }

    /** A literal with a {@code ?} of its own. */
    void written(Token kind, Lexer lexer) {
        keep(kind, lexer, numbered++);
    }

    /** A list of literals goes on with this token. */
    void absorbed(Token kind, Lexer lexer) {
        if (kind.isConstant()) {
            keep(kind, lexer, UNNUMBERED);
        }
    }

    private void keep(Token kind, Lexer lexer, int number) {
        if (count < MOST) {
            makeRoom();
            starts[count] = lexer.start();
            ends[count] = lexer.end();
            numbers[count] = number;
            plain[count] = kind == Token.PLAIN_STRING;
        }
        count++;
    }

    void parameter() {
        parameters = true;
    }

    /** Whether there are so many that some are not kept. */
    boolean overflows() {
        return count > MOST;
    }

    /** Whether {@code $1} or its like stands there. */
    boolean hasParameters() {
        return parameters;
    }

    /** How many are kept. */
    int count() {
        return Math.min(count, MOST);
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    /** From 0; {@link #UNNUMBERED} for one that only lengthens a list. */
    int number(int index) {
        return numbers[index];
    }

    /** Whether it is {@code 'text'} in one piece, without an escape or a doubled quote. */
    boolean isPlainString(int index) {
        return plain[index];
    }

    private void makeRoom() {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            numbers = Arrays.copyOf(numbers, 2 * count);
            plain = Arrays.copyOf(plain, 2 * count);
        }
    }
}
