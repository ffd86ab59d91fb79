package dev.sallyport.sql;

import java.util.Optional;

/** The direction of a COPY and whether its far end is the client. */
final class CopyWatch {
    private enum State {
        START,
        OTHER,
        TABLE,
        FAR_END,
        DONE
    }

    private State state = State.START;
    private int depth;
    private boolean afterDot;
    private boolean serverSide;
    private Optional<CopyDirection> direction = Optional.empty();

    Optional<CopyDirection> direction() {
        return direction;
    }

    /** Reads or writes a file or program of the server. */
    boolean serverSide() {
        return serverSide;
    }

    void take(Lexeme next) {
        switch (state) {
            case START -> state = next.isWord("copy") ? State.TABLE : State.OTHER;
            case TABLE -> table(next);
            case FAR_END -> {
                // The grammar takes STDIN and STDOUT in either direction.
                serverSide = !next.isWord("stdin") && !next.isWord("stdout");
                state = State.DONE;
            }
            case OTHER, DONE -> {}
        }
        afterDot = next.is(Token.DOT);
    }

    private void table(Lexeme next) {
        if (next.is(Token.OPEN)) {
            depth++;
        } else if (next.is(Token.CLOSE)) {
            depth--;
        } else if (depth == 0 && !afterDot && (next.isWord("from") || next.isWord("to"))) {
            direction = Optional.of(next.isWord("from") ? CopyDirection.IN : CopyDirection.OUT);
            state = State.FAR_END;
        }
    }
}
