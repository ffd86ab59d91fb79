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
        CLOSE_STATEMENT,
        CLOSE_PORTAL,
        EXECUTE,
        SYNC,
        QUERY,
        /** The end of a client's COPY data, which has no answer of its own. */
        COPY_END
    }

    private final Kind kind;
    private final @Nullable Judged judged;
    private final String name;
    private final long batch;
    private final long firstNumber;
    private int done;
    private long rows;
    private boolean overdue;

    private Owed(Kind kind, @Nullable Judged judged, String name, long batch, long firstNumber) {
        this.kind = kind;
        this.judged = judged;
        this.name = name;
        this.batch = batch;
        this.firstNumber = firstNumber;
    }

    /** An answer that belongs to no statement. */
    static Owed of(Kind kind) {
        return new Owed(kind, null, "", 0, 0);
    }

    /** A Parse or Bind that makes the name stand for what was judged, if it succeeds. */
    static Owed giving(Kind kind, String name, Judged judged, long batch) {
        return new Owed(kind, judged, name, batch, 0);
    }

    /** A Close. */
    static Owed closing(Kind kind, String name) {
        return new Owed(kind, null, name, 0, 0);
    }

    /**
     * The results of a text; {@code firstNumber} is the session's number of its first statement.
     */
    static Owed running(Kind kind, Judged judged, long firstNumber) {
        return new Owed(kind, judged, "", 0, firstNumber);
    }

    Kind kind() {
        return kind;
    }

    /** What runs or would have; null where no statement is meant. */
    @Nullable Judged judged() {
        return judged;
    }

    /** The prepared statement or portal that a Parse, Bind or Close names. */
    String name() {
        return name;
    }

    /** How many Syncs the client had sent before. */
    long batch() {
        return batch;
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

    /** It runs longer than it may, and the database was asked to stop it. */
    void overdue() {
        overdue = true;
    }

    boolean isOverdue() {
        return overdue;
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
