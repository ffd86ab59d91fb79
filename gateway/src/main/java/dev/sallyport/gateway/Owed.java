package dev.sallyport.gateway;

import dev.sallyport.audit.StatementText;
import org.jspecify.annotations.Nullable;

/** One answer the database still owes, in the order the client asked. */
final class Owed {
    /** What was asked. */
    enum Kind {
        PARSE,
        BIND,
        DESCRIBE,
        CLOSE,
        EXECUTE,
        SYNC,
        QUERY
    }

    private final Kind kind;
    private final @Nullable Judged judged;
    private final long firstNumber;
    private int done;
    private long rows;

    private Owed(Kind kind, @Nullable Judged judged, long firstNumber) {
        this.kind = kind;
        this.judged = judged;
        this.firstNumber = firstNumber;
    }

    /** An answer that belongs to no statement. */
    static Owed of(Kind kind) {
        return new Owed(kind, null, 0);
    }

    /** An answer about a statement that does not run yet. */
    static Owed of(Kind kind, Judged judged) {
        return new Owed(kind, judged, 0);
    }

    /**
     * The results of a text; {@code firstNumber} is the session's number of its first statement.
     */
    static Owed running(Kind kind, Judged judged, long firstNumber) {
        return new Owed(kind, judged, firstNumber);
    }

    Kind kind() {
        return kind;
    }

    /** What runs or would have; null where no statement is meant. */
    @Nullable Judged judged() {
        return judged;
    }

    /** Whether rows may arrive for it. */
    boolean runs() {
        return firstNumber > 0;
    }

    /** The session's number of the statement that runs now; 0 where none does. */
    long number() {
        return runs() ? firstNumber + done : 0;
    }

    /** The statement that runs now, as the record has it. */
    StatementText text() {
        Judged what = judged;
        if (what == null) {
            throw new IllegalStateException("no statement is meant");
        }
        return what.texts().get(Math.min(done, what.texts().size() - 1));
    }

    long rows() {
        return rows;
    }

    boolean returnsRows() {
        return rows > 0;
    }

    void row() {
        rows++;
    }

    /** Statements of the text that are done. */
    int done() {
        return done;
    }

    void next() {
        done++;
        rows = 0;
    }
}
