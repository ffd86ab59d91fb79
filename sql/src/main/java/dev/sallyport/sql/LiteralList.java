package dev.sallyport.sql;

/**
 * Holds back the second and later literals of {@code (?, ?, ?)} until it is known whether the list
 * holds anything else.
 */
final class LiteralList {
    private enum State {
        NONE,
        OPENED,
        LITERAL,
        COMMA
    }

    private State state = State.NONE;
    private int repeats;

    void clear() {
        state = State.NONE;
        repeats = 0;
    }

    /** The token only lengthens the list: nothing is written for it now. */
    boolean absorbs(Token kind) {
        if (state == State.LITERAL && kind == Token.COMMA) {
            state = State.COMMA;
            return true;
        }
        if (state == State.COMMA && kind.isConstant()) {
            state = State.LITERAL;
            repeats++;
            return true;
        }
        return false;
    }

    /** The list closes: if it held literals only, one stands for all. */
    void forgetRepeats() {
        if (state == State.LITERAL) {
            repeats = 0;
        }
    }

    int takeRepeats() {
        int taken = repeats;
        repeats = 0;
        return taken;
    }

    boolean takeComma() {
        if (state != State.COMMA) {
            return false;
        }
        state = State.NONE;
        return true;
    }

    void noteWritten(Token kind) {
        if (kind == Token.OPEN) {
            state = State.OPENED;
        } else if (kind.isConstant() && state == State.OPENED) {
            state = State.LITERAL;
        } else {
            state = State.NONE;
        }
    }
}
