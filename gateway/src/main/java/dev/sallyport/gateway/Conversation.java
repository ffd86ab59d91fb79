package dev.sallyport.gateway;

import dev.sallyport.sql.NameUse;
import dev.sallyport.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows a session's prepared statements and portals, and what the database still owes. PostgreSQL
 * manual, section "Message Flow". Confined to the session's event loop.
 */
final class Conversation {
    /** Names one client may hold at once; a driver's statement cache is 256 as a rule. */
    static final int NAMES = 10_000;

    /** Answers owed at once before the client has to wait; bounds what a flood of Syncs holds. */
    static final int ANSWERS = 10_000;

    private final Names prepared = new Names();

    /** What the account in use knows; null where no account but one is ever used. */
    private @Nullable Names atAccount;

    private Aftermath.Kind aftermath = Aftermath.Kind.NONE;
    private final Names portals = new Names();

    private final Cursors cursors = new Cursors();
    private final Descriptions descriptions = new Descriptions();
    private final Answers owed = new Answers();
    private boolean skipping;
    private boolean failed;
    private boolean copying;

    /** Nothing was sent since the database was last ready outside a transaction. */
    private boolean resting = true;

    /** Nothing ran, and is not on its way, that changes anything. */
    private boolean onlyRead = true;

    /** Something ran, or is on its way, that a reset is not known to clear. */
    private boolean tainted;

    private long statements;
    private long batch;

    /** The latest batch of which something may change rows. */
    private long changing = -1;

    boolean hasRoomForNames() {
        return prepared.size() < NAMES && portals.size() < NAMES && cursors.names().size() < NAMES;
    }

    boolean hasRoomForAnswers() {
        return owed.size() < ANSWERS;
    }

    Names prepared() {
        return prepared;
    }

    Names portals() {
        return portals;
    }

    Cursors cursors() {
        return cursors;
    }

    Descriptions descriptions() {
        return descriptions;
    }

    /** How many Syncs the client has sent. */
    long batch() {
        return batch;
    }

    /** The next number for a text of this many statements. */
    long number(int count) {
        long first = statements + 1;
        statements += count;
        return first;
    }

    /** How many statements the client has asked for. */
    long statements() {
        return statements;
    }

    /** Nothing but a Sync is read by the database now: an earlier message of the batch failed. */
    boolean isSkipping() {
        return skipping;
    }

    /** The client is sending the data of a COPY. */
    boolean isCopying() {
        return copying;
    }

    /** Whether the account could serve another session after a reset. */
    boolean canBeReset() {
        return resting && !tainted && owed.isEmpty();
    }

    boolean onlyRead() {
        return onlyRead;
    }

    /** From here on the database is the one that knows these names; null where there is none. */
    void at(@Nullable Names names) {
        atAccount = names;
    }

    /** Whether nothing was sent since the database was last ready outside a transaction. */
    boolean isAtRest() {
        return resting && owed.isEmpty();
    }

    /** What may have lasted since this was last asked. */
    Aftermath.Kind aftermath() {
        Aftermath.Kind had = aftermath;
        aftermath = Aftermath.Kind.NONE;
        return had;
    }

    /** The account serves nobody after this session. */
    void taint() {
        tainted = true;
    }

    /** The database will answer this. */
    void expect(Owed answer) {
        resting = false;
        Judged judged = answer.judged();
        if (judged != null) {
            tainted |= judged.outlivesReset();
            boolean reads = judged.overtakesRecord();
            onlyRead &= reads && !judged.comesFirst();
            changing = reads ? changing : batch;
        }
        if (atAccount != null) {
            expectAt(atAccount, answer);
        }
        switch (answer.kind()) {
            case SYNC -> {
                batch++;
                skipping = false;
                if (!copying) {
                    owed.add(answer);
                }
            }
            case COPY_END -> {
                if (!copying && !owed.isEmpty()) {
                    owed.add(answer);
                }
                copying = false;
            }
            case PARSE -> {
                if (!answer.isOurs()) {
                    prepared.expect(answer);
                }
                owed.add(answer);
            }
            case BIND -> {
                portals.expect(answer);
                owed.add(answer);
            }
            case QUERY -> {
                if (answer.replacesPortal()) {
                    portals.expect(answer);
                }
                owed.add(answer);
            }
            case DESCRIBE, CLOSE_STATEMENT, CLOSE_PORTAL, EXECUTE -> owed.add(answer);
        }
    }

    /** A simple query ends the statement without a name, whatever becomes of it. */
    private void expectAt(Names names, Owed answer) {
        Judged judged = answer.judged();
        if (judged != null && judged.aftermath().kind().compareTo(aftermath) > 0) {
            aftermath = judged.aftermath().kind();
        }
        switch (answer.kind()) {
            case PARSE -> names.expect(answer);
            case CLOSE_STATEMENT, QUERY -> {
                names.expect(answer);
                if (!answer.isOurs()) {
                    prepared.expect(answer);
                }
            }
            case BIND, DESCRIBE, CLOSE_PORTAL, EXECUTE, SYNC, COPY_END -> {}
        }
    }

    Answers owed() {
        return owed;
    }

    @Nullable Owed next() {
        return owed.peek();
    }

    /** Whether the transaction has failed, as the database said when it was last ready. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether nothing of the batch changes rows, as far as the client has asked for it. */
    boolean batchOnlyReads() {
        return changing < batch;
    }

    /**
     * The database has answered what comes next.
     *
     * @throws IllegalStateException where that is something else: who runs what is lost then
     */
    void answered(Owed.Kind kind) {
        Owed answer = owed.poll();
        if (answer == null || answer.kind() != kind) {
            throw new IllegalStateException("an answer to " + kind + " that is not due");
        }
        switch (kind) {
            case PARSE, CLOSE_STATEMENT -> prepares(answer);
            case BIND -> portals.confirm(answer);
            case CLOSE_PORTAL -> {
                portals.forget(answer.name());
                cursors.closed(answer.name());
            }
            case QUERY -> {
                if (answer.replacesPortal()) {
                    portals.confirm(answer);
                }
                prepares(answer);
            }
            case DESCRIBE, EXECUTE, SYNC, COPY_END -> {}
        }
        owed.passCopyEnds();
    }

    private void prepares(Owed answer) {
        if (!answer.isOurs()) {
            prepared.confirm(answer);
        }
        if (atAccount != null) {
            atAccount.confirm(answer);
        }
    }

    /**
     * The database is ready; a Sync that a failed COPY did not come to is answered in excess.
     *
     * @param status the transaction's, as ReadyForQuery has it
     */
    void ready(byte status) {
        skipping = false;
        failed = status == 'E';
        Owed next = owed.peek();
        if (next != null) {
            answered(next.kind() == Owed.Kind.SYNC ? Owed.Kind.SYNC : Owed.Kind.QUERY);
        }
    }

    /**
     * The database reads COPY data now: what the client sent up to the end of it is passed over,
     * Syncs among it, since a client may not know that its statement is a COPY.
     */
    void copyBegins() {
        copying = true;
        Iterator<Owed> after = owed.iterator();
        after.next();
        while (copying && after.hasNext()) {
            switch (after.next().kind()) {
                case SYNC -> after.remove();
                case COPY_END -> {
                    after.remove();
                    copying = false;
                }
                case PARSE, BIND, DESCRIBE, CLOSE_STATEMENT, CLOSE_PORTAL, EXECUTE, QUERY -> {
                    return;
                }
            }
        }
    }

    /** After an error in the extended protocol nothing is answered up to the next Sync. */
    void failed(Consumer<Owed> skipped) {
        copying = false;
        Owed failed = owed.peek();
        if (failed == null || failed.kind() == Owed.Kind.QUERY || failed.kind() == Owed.Kind.SYNC) {
            return;
        }
        descriptions.failed();
        unnamedIsGone(failed);
        drop(owed.remove());
        for (Owed next = owed.peek();
                next != null && next.kind() != Owed.Kind.SYNC;
                next = owed.peek()) {
            skipped.accept(next);
            drop(owed.remove());
        }
        skipping = owed.isEmpty();
    }

    /** A Parse without a name ends the former even if it fails. */
    private void unnamedIsGone(Owed failed) {
        if (atAccount != null && failed.kind() == Owed.Kind.PARSE && failed.name().isEmpty()) {
            atAccount.forget("");
            if (!failed.isOurs()) {
                prepared.forget("");
            }
        }
    }

    /** What it would have given or ended is as it was before. */
    private void drop(Owed answer) {
        prepared.drop(answer);
        portals.drop(answer);
        if (atAccount != null) {
            atAccount.drop(answer);
        }
    }

    /** A statement is done that may have given a name by SQL. */
    void ran(Statement statement, Owed owed) {
        if (statement.carriesCode()) {
            prepared.doubtAll();
            portals.doubtAll();
        } else if (statement.normalised().equals("discard all")) {
            deallocated("");
            closed("");
        } else {
            statement.conduct().name().ifPresent(name -> named(name, statement, owed));
        }
    }

    private void named(NameUse use, Statement statement, Owed owed) {
        switch (use.act()) {
            case PREPARE ->
                    prepared.confirm(
                            Owed.announcing(Owed.Kind.PARSE, use.name(), owed.alone(statement))
                                    .with(owed.added()));
            case DECLARE -> {
                portals.forget(use.name());
                cursors.declared(
                        statement,
                        Owed.announcing(Owed.Kind.BIND, use.name(), owed.alone(statement))
                                .with(owed.added()));
            }
            case DEALLOCATE -> deallocated(use.name());
            case CLOSE -> closed(use.name());
            case EXECUTE, FETCH, SAVEPOINT, ROLLBACK_TO -> {}
        }
    }

    /** Portals and cursors have names of one kind; an empty one means all. */
    private void closed(String name) {
        if (name.isEmpty()) {
            portals.forgetAll();
            cursors.allClosed();
        } else {
            portals.forget(name);
            cursors.closed(name);
        }
    }

    /**
     * @param name empty for all
     */
    private void deallocated(String name) {
        for (Names names : atAccount == null ? List.of(prepared) : List.of(prepared, atAccount)) {
            if (name.isEmpty()) {
                names.forgetNamed();
            } else {
                names.forget(name);
            }
        }
    }

    /** The end of a transaction ends every portal but cursors that were declared to stay. */
    void transactionEnded() {
        resting = owed.isEmpty();
        portals.forgetAll();
        cursors.transactionEnded();
        descriptions.transactionEnded();
    }

    boolean nothingOwed() {
        return owed.isEmpty();
    }
}
