package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** A plain name after PREPARE or DECLARE; any other spelling counts as any name. */
    private static final Pattern NAMED = Pattern.compile("^\\w+ ([a-z_][a-z0-9_]*)\\b(?![$\"])");

    private final Names prepared = new Names();
    private final Names portals = new Names();
    private final ArrayDeque<Owed> owed = new ArrayDeque<>();
    private boolean skipping;
    private boolean copying;

    /** Nothing was sent since the database was last ready outside a transaction. */
    private boolean resting = true;

    /** Nothing ran, and is not on its way, that changes anything. */
    private boolean onlyRead = true;

    /** Something ran, or is on its way, that a reset is not known to clear. */
    private boolean tainted;

    private long statements;
    private long batch;

    boolean hasRoomForNames() {
        return prepared.size() < NAMES && portals.size() < NAMES;
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
            onlyRead &= judged.overtakesRecord() && !judged.comesFirst();
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
                prepared.expect(answer);
                owed.add(answer);
            }
            case BIND -> {
                portals.expect(answer);
                owed.add(answer);
            }
            case DESCRIBE, CLOSE_STATEMENT, CLOSE_PORTAL, EXECUTE, QUERY -> owed.add(answer);
        }
    }

    @Nullable Owed next() {
        return owed.peek();
    }

    /** The first thing owed that runs: the database may hold back the answers before it. */
    @Nullable Owed firstRunning() {
        for (Owed answer : owed) {
            if (answer.runs()) {
                return answer;
            }
        }
        return null;
    }

    /** Everything owed that is about a statement on its way. */
    List<Owed> running() {
        List<Owed> running = new ArrayList<>(owed);
        running.removeIf(answer -> !answer.runs());
        return running;
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
            case PARSE -> prepared.confirm(answer);
            case BIND -> portals.confirm(answer);
            case CLOSE_STATEMENT -> prepared.forget(answer.name());
            case CLOSE_PORTAL -> portals.forget(answer.name());
            case DESCRIBE, EXECUTE, SYNC, QUERY, COPY_END -> {}
        }
        passCopyEnds();
    }

    private void passCopyEnds() {
        for (Owed next = owed.peek();
                next != null && next.kind() == Owed.Kind.COPY_END;
                next = owed.peek()) {
            owed.remove();
        }
    }

    /** The database is ready; a Sync that a failed COPY did not come to is answered in excess. */
    void ready() {
        skipping = false;
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
        drop(owed.remove());
        for (Owed next = owed.peek();
                next != null && next.kind() != Owed.Kind.SYNC;
                next = owed.peek()) {
            skipped.accept(next);
            drop(owed.remove());
        }
        skipping = owed.isEmpty();
    }

    private void drop(Owed answer) {
        switch (answer.kind()) {
            case PARSE -> prepared.drop(answer);
            case BIND -> portals.drop(answer);
            case DESCRIBE, CLOSE_STATEMENT, CLOSE_PORTAL, EXECUTE, SYNC, QUERY, COPY_END -> {}
        }
    }

    /** A statement is done that may have given a name, by SQL, to what we know by none. */
    void ran(Statement statement) {
        if (statement.carriesCode()) {
            prepared.forgetAll();
            portals.forgetAll();
        } else if (statement.verb().equals("PREPARE")) {
            forget(prepared, statement);
        } else if (statement.verb().equals("DECLARE")) {
            forget(portals, statement);
        }
    }

    private static void forget(Names names, Statement statement) {
        Matcher named = NAMED.matcher(statement.normalised());
        if (named.find()) {
            names.forget(named.group(1));
        } else {
            names.forgetAll();
        }
    }

    /** The end of a transaction ends every portal. */
    void transactionEnded() {
        resting = owed.isEmpty();
        portals.forgetAll();
    }

    boolean nothingOwed() {
        return owed.isEmpty();
    }
}
