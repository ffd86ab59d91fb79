package dev.sallyport.gateway;

import dev.sallyport.audit.AuditUnavailable;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a session ends: at once where there is a reason to, and when its client goes while the
 * database still works for it, as soon as that is done. Confined to the session's event loop.
 */
final class SessionEnd {
    /**
     * A cancel that comes before the database has read the statement is lost: so it comes twice.
     */
    private static final int CANCEL_AGAIN_MILLIS = 500;

    private static final String CLIENT = "client";

    private final Session session;
    private final Session.Parts parts;
    private final Shared shared;
    private final SessionRecord record;
    private final Escrow escrow;
    private @Nullable String reason;

    /** The client asks for nothing more, and what it has asked for is not done. */
    private boolean leaving;

    /** Since when what runs is to be stopped, because nobody waits for it; -1 where it may run. */
    private long stoppingSince = -1;

    SessionEnd(
            Session session,
            Session.Parts parts,
            Shared shared,
            SessionRecord record,
            Escrow escrow) {
        this.session = session;
        this.parts = parts;
        this.shared = shared;
        this.record = record;
        this.escrow = escrow;
    }

    /** Whether nothing more is carried in either direction. */
    boolean isOver() {
        return reason != null;
    }

    boolean isLeaving() {
        return leaving;
    }

    void finish(Problem why) {
        String word =
                why.code() == ProblemCode.SP4038
                        ? why.code() + " " + why.message()
                        : why.code().name();
        if (begins(word)) {
            escrow.discard();
            stopDatabase();
            Refusal.close(client(), why, Refusal.sqlState(why.code()));
        }
    }

    /** The database would finish a statement although nobody waits for it: it is cancelled. */
    private void stopDatabase() {
        Account account = session.account();
        if (account != null && !session.conversation().nothingOwed()) {
            cancel();
            client().eventLoop()
                    .schedule(
                            () -> Upstream.cancel(shared, client(), account, () -> {}),
                            CANCEL_AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
        session.close();
    }

    private void cancel() {
        Upstream.cancel(shared, session, () -> {});
    }

    /** The client said goodbye: what it sent before still runs, as without us. */
    void clientLeft() {
        leaving = true;
        askForAnswers();
        moved();
    }

    /** What the database says is taken in all the same, and recorded. */
    void nobodyReads() {
        escrow.discard();
        session.advance();
    }

    /** The client is gone without a word: what runs is stopped, as nobody waits for it. */
    void clientVanished(boolean withinMessage) {
        if (leaving || isOver()) {
            return;
        }
        if (session.conversation().nothingOwed() || withinMessage) {
            vanish();
        } else {
            leaving = true;
            stoppingSince = shared.clock().millis();
            askForAnswers();
            cancel();
            moved();
        }
    }

    private void vanish() {
        if (begins(CLIENT)) {
            stopDatabase();
            client().close();
        }
    }

    /** The database keeps its answers back until it is asked for them. */
    void askForAnswers() {
        if (!session.conversation().nothingOwed()) {
            session.upstream().writeAndFlush(gate().flush());
        }
    }

    /** The database has answered something: perhaps it was the last that a leaver waits for. */
    void moved() {
        Conversation conversation = session.conversation();
        if (!leaving || isOver()) {
            return;
        }
        if (conversation.isCopying()) {
            conversation.expect(Owed.of(Owed.Kind.COPY_END));
            session.upstream().writeAndFlush(gate().copyFail());
        }
        if (conversation.nothingOwed()) {
            leave();
        }
    }

    private void leave() {
        if (begins(CLIENT)) {
            session.giveBack();
            Refusal.closeSoon(client());
            session.advance();
        }
    }

    /** Asks the database again to stop what nobody waits for; one that does not is left. */
    void look(long now) {
        long since = now - stoppingSince;
        if (stoppingSince < 0 || isOver()) {
            return;
        }
        if (since >= SessionWatch.STUBBORN_MILLIS) {
            vanish();
        } else if (since % SessionWatch.AGAIN_MILLIS < Rounds.EVERY.toMillis()) {
            cancel();
        }
    }

    /** The database is gone without a word, at the end of a message. */
    void upstreamVanished() {
        if (!isOver()) {
            escrow.add(
                    Refusal.fatal(
                            Problem.of(
                                    ProblemCode.SP4064,
                                    "the database has ended the connection without a word",
                                    "connect again; whether a statement that ran then has taken"
                                            + " effect is not known"),
                            Refusal.sqlState(ProblemCode.SP4064)));
        }
        upstreamLeft();
    }

    /** The database closed; what it said last still goes out, after its record. */
    void upstreamLeft() {
        if (begins("database")) {
            escrow.seal(record.last());
            session.close();
            Refusal.closeSoon(client());
            session.advance();
        }
    }

    /** Something broke on our side; without a record nothing more is released. */
    void broke(Throwable cause) {
        finish(
                cause instanceof AuditUnavailable unavailable
                        ? unavailable.problem()
                        : Problem.of(
                                ProblemCode.SP4010,
                                "the gateway could not go on with this session",
                                "connect again; if it stays so, tell the gateway's operators"));
    }

    /** The end begins once; answers whether this was it. */
    private boolean begins(String why) {
        if (isOver()) {
            return false;
        }
        reason = why;
        session.leavesRegisters();
        try {
            record.closed(why);
        } catch (AuditUnavailable _) {
            // What waits has no record and never will; the session ends all the same.
            escrow.discard();
        }
        return true;
    }

    /** Closes once the client has everything that it may have. */
    void farewell() {
        if (escrow.isEmpty()) {
            LastWord.isSaid(client());
        }
    }

    private Gate gate() {
        return shared.on(client().eventLoop()).gate();
    }

    private Channel client() {
        return parts.client();
    }
}
