package dev.sallyport.gateway;

import dev.sallyport.audit.StatementText;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Optional;
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

    /** The batch of a text, which is none of the client's: it ends, or fails, by itself. */
    private static final long ALONE = -1;

    private final Kind kind;
    private final @Nullable Judged judged;
    private final String name;
    private final long batch;
    private final long firstNumber;
    private @Nullable Preparation preparation;
    private @Nullable Added added;
    private @Nullable Judged announced;
    private boolean doubtful;
    private boolean ours;
    private boolean ofPortal;
    private int done;
    private long rows;
    private boolean overdue;
    private boolean counts;
    private @Nullable Problem stopped;
    private @Nullable Repeat repeat;

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

    /**
     * A PREPARE or DECLARE: what it names does not go on record by its text, but is judged by it.
     */
    static Owed announcing(Kind kind, String name, Judged text) {
        Owed answer = new Owed(kind, null, name, 0, 0);
        answer.announced = text;
        return answer;
    }

    /** The same where it makes the name stand for what another name stands for. */
    Owed like(@Nullable Owed giver) {
        added = giver == null ? null : giver.added;
        announced = giver == null ? null : giver.announced;
        doubtful = giver != null && giver.doubtful;
        return this;
    }

    /** What its rows are judged by; null where that is not known. */
    @Nullable Judged meant() {
        return judged == null || judged.statements().isEmpty() ? announced : judged;
    }

    /** A Close. */
    static Owed closing(Kind kind, String name, long batch) {
        return new Owed(kind, null, name, batch, 0);
    }

    /** The same for a message of the gateway's own: its answer is not for the client. */
    Owed ours() {
        ours = true;
        return this;
    }

    boolean isOurs() {
        return ours;
    }

    /** The same for a text that went on with more in it. */
    Owed with(@Nullable Added more) {
        added = more;
        return this;
    }

    /** What was added to the text; null for nothing. */
    @Nullable Added added() {
        return added;
    }

    /** The same for a Parse that may have to be sent again. */
    Owed by(Preparation text) {
        preparation = text;
        return this;
    }

    /** The same for a query in whose place goes what is prepared. */
    Owed by(Repeat run) {
        repeat = run;
        return this;
    }

    /** From here on the query goes itself. */
    void asWritten() {
        repeat = null;
    }

    /** How it goes in place of a query; null where it goes as it was written. */
    @Nullable Repeat repeat() {
        return repeat;
    }

    /** How it is sent again; null where it never has to be. */
    @Nullable Preparation preparation() {
        return preparation;
    }

    /**
     * The same name, given by something of which nothing is known any more: it is judged by what it
     * was.
     */
    Owed doubted() {
        Owed doubted = new Owed(kind, null, name, batch, firstNumber);
        doubted.announced = meant();
        doubted.preparation = preparation;
        doubted.added = added;
        doubted.doubtful = true;
        return doubted;
    }

    /** Whether the name may stand for something else by now. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** Whether a name means something once it is answered; else it means nothing any more. */
    boolean gives() {
        return kind == Kind.PARSE || kind == Kind.BIND;
    }

    /** Of the text that is kept. */
    int bytes() {
        Preparation text = preparation;
        return text == null ? 0 : text.length();
    }

    /** A Describe of a portal. */
    static Owed describing(String portal) {
        Owed answer = new Owed(Kind.DESCRIBE, null, portal, 0, 0);
        answer.ofPortal = true;
        return answer;
    }

    boolean isOfPortal() {
        return ofPortal;
    }

    /** An Execute of a portal. */
    static Owed executing(String portal, Judged judged, long number) {
        return new Owed(Kind.EXECUTE, judged, portal, 0, number);
    }

    /**
     * The results of a text; {@code firstNumber} is the session's number of its first statement.
     */
    static Owed running(Kind kind, Judged judged, long firstNumber) {
        return new Owed(kind, judged, "", ALONE, firstNumber);
    }

    /** A text that has something in it ends the portal without a name, whatever becomes of it. */
    boolean replacesPortal() {
        return kind == Kind.QUERY && judged != null && !judged.statements().isEmpty();
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

    /** The same with rows that count towards limits. */
    Owed counted() {
        counts = true;
        return this;
    }

    boolean counts() {
        return counts;
    }

    /** No more of it reaches the client. */
    void stop(Problem why) {
        stopped = why;
    }

    /** Why no more of it reaches the client; null where it may, and once it has been told. */
    @Nullable Problem stopped() {
        return stopped;
    }

    /** The client has been told, and what ends the answers may reach it. */
    void told() {
        stopped = null;
    }

    /** One of its statements by itself. */
    Judged alone(Statement statement) {
        Judged what = judged;
        return what != null && what.statements().size() == 1
                ? what
                : Judged.readable(List.of(statement), Optional.empty(), Optional.empty());
    }

    /** The statement that runs now, where it is known. */
    Optional<Statement> statement() {
        Judged what = judged;
        return what == null || done >= what.statements().size()
                ? Optional.empty()
                : Optional.of(what.statements().get(done));
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
