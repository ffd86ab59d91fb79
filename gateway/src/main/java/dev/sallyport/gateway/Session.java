package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.AuditUnavailable;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.Outgoing;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One person's open connection: the client's channel, the person's own account on the database, and
 * what lies between. Confined to one event loop, but for {@link #end}.
 */
final class Session implements Durability.Waiter {
    /**
     * A cancel that comes before the database has read the statement is lost: so it comes twice.
     */
    private static final int CANCEL_AGAIN_MILLIS = 500;

    /** What a session is made of; fixed while it lives. */
    record Parts(
            Admission.Admitted admitted,
            Actor actor,
            Channel client,
            Account account,
            Terms terms,
            CancelKey cancelKey) {
        Channel upstream() {
            return account.channel();
        }
    }

    private final Parts parts;
    private final Saying saying;
    private Admission.Admitted admitted;
    private boolean inTransaction;
    private final Shared shared;
    private final Durability durability;
    private final Conversation conversation = new Conversation();
    private final SessionRecord record;
    private final Escrow escrow;
    private final ClientRelay clientRelay;
    private final CancelRequests cancelRequests;
    private long intent = -1;
    private long seen;
    private boolean waiting;
    private boolean reading;
    private boolean upstreamReading = true;
    private @Nullable String ended;
    private final Map<String, String> reported = new HashMap<>();
    private final Rounds rounds;
    private final SessionWatch watch;
    private final ResultRelay results;

    Session(Parts parts, Shared shared, Explainer explainer) {
        Shared.LoopParts loop = shared.on(parts.client().eventLoop());
        this.parts = parts;
        this.admitted = parts.admitted();
        this.saying = new Saying(admitted.arrival().stated());
        this.shared = shared;
        this.durability = loop.durability();
        this.record = new SessionRecord(durability, parts.actor(), explainer, conversation, saying);
        this.escrow = new Escrow(parts.client());
        this.cancelRequests = new CancelRequests(shared, this);
        this.clientRelay = new ClientRelay(this, loop.gate(), parts.upstream());
        this.results = new ResultRelay(this, record, escrow);
        this.rounds = loop.rounds();
        this.watch = new SessionWatch(this, shared, shared.clock().instant());
    }

    /** Takes over both channels; the greeting waits for the record that the session is open. */
    void open(Iterable<Outgoing> greeting) {
        record.opened(admitted.arrival().proof());
        int mine = shared.live().add(this);
        shared.cancellable().put(parts.cancelKey(), this);
        rounds.join(this);
        greeting.forEach(escrow::add);
        escrow.seal(record.last());
        parts.upstream().pipeline().addLast("results", results);
        parts.client().pipeline().addLast("relay", clientRelay);
        if (admitted.clocks().atOnce().filter(most -> mine > most).isPresent()) {
            finish(watch.tooMany());
        } else if (shared.isDraining()) {
            finish(GatewayServer.stopping());
        } else if (!isStillAdmitted()) {
            finish(
                    Problem.of(
                            ProblemCode.SP4008,
                            "your roles have changed while you signed in",
                            "connect again to use the roles you hold"));
        } else {
            recorded(durability.durable());
        }
    }

    /** Asked once more now that whoever ends sessions can see this one. */
    private boolean isStillAdmitted() {
        return Admission.ask(shared.policy(), admitted.arrival(), shared.clock().instant())
                .equals(admitted);
    }

    /** Asked of it a few times a second. */
    void look(long now) {
        watch.look(now);
    }

    /** Says something between two messages; answers whether there was a place for it now. */
    boolean tell(NoticeResponse notice) {
        if (isOver() || results.isWithin() || escrow.unsealed() > 0) {
            return false;
        }
        escrow.add(notice);
        escrow.seal(record.last());
        advance();
        return true;
    }

    Admission.Admitted admitted() {
        return admitted;
    }

    String id() {
        return parts.actor().session();
    }

    /** Asked on the loop that the session lives on. */
    Future<SessionView> view() {
        return parts.client().eventLoop().submit(watch::view);
    }

    /** Says something as soon as it can be said, from any thread. */
    void say(Problem words) {
        parts.client().eventLoop().execute(() -> watch.say(Refusal.notice(words)));
    }

    boolean isInTransaction() {
        return inTransaction;
    }

    /** What is said of why the person is here may not be said by everybody. */
    Judged permitted(Judged judged) {
        return judged.stating()
                .flatMap(stating -> watch.refusal(saying, stating))
                .map(judged::refused)
                .orElse(judged);
    }

    /** The database waits for the next query. */
    void ready(boolean idle) {
        inTransaction = !idle;
        saying.ready(idle);
        said();
    }

    /** Takes in what a statement has said of why the person is here. */
    void said() {
        if (saying.hasChanged()) {
            watch.reconsider(shared.clock().instant());
        }
    }

    Saying saying() {
        return saying;
    }

    /** Lives on with more roles, another purpose or other clocks. */
    void adopt(Admission.Admitted other) {
        admitted = other;
        record.now(other, Addresses.of(parts.client()));
    }

    String login() {
        return admitted.login();
    }

    Conversation conversation() {
        return conversation;
    }

    Channel client() {
        return parts.client();
    }

    Account account() {
        return parts.account();
    }

    CancelRequests cancelRequests() {
        return cancelRequests;
    }

    /** Whether what was judged may go to the database now; if not, its intent is being recorded. */
    boolean mayRun(Judged judged, long number) {
        if (judged.overtakesRecord()) {
            return true;
        }
        intent = record.intent(judged, number);
        return intentIsDurable();
    }

    boolean intentIsDurable() {
        return intent < durability.durable();
    }

    /** The record or a channel has moved: lets go of what waited for it, in both directions. */
    void advance() {
        release(durability.durable());
    }

    @Override
    public void recorded(long durable) {
        waiting = false;
        try {
            release(durable);
        } catch (RuntimeException failure) {
            // One session's failure must not keep the others from being woken.
            broke(failure);
        }
    }

    private void release(long durable) {
        seen = durable;
        if (parts.client().isWritable()) {
            escrow.release(durable);
        }
        if (ended != null) {
            farewell();
        } else if (clientRelay.waits()) {
            clientRelay.pump();
        }
        pace();
    }

    /** Stops reading on a side whose other side falls behind, and asks to be woken if need be. */
    void pace() {
        boolean read = ended == null && clientRelay.wantsMore() && parts.upstream().isWritable();
        if (read != reading) {
            reading = read;
            parts.client().config().setAutoRead(read);
        }
        if (escrow.isFull() == upstreamReading) {
            upstreamReading = !escrow.isFull();
            parts.upstream().config().setAutoRead(upstreamReading);
        }
        long needs =
                Math.max(escrow.waitsFor(), ended == null && clientRelay.waits() ? intent : -1);
        // Against what was last released by: what became durable since then still has to go.
        if (!waiting && needs >= seen) {
            waiting = true;
            durability.await(needs, this);
        }
    }

    /** Goes on reading from the client, as far as it may. */
    void pump() {
        clientRelay.pump();
    }

    /** A setting that the reading of statements rests on must stay as it was. */
    void settingChanged(ParameterStatus status) {
        reported.put(status.name(), status.value());
        PinnedSettings.violation(status, login()).ifPresent(this::finish);
    }

    /** Ends the session from any thread; the client is told why. */
    void end(Problem reason) {
        parts.client().eventLoop().execute(() -> finish(reason));
    }

    /** Whether nothing more is carried in either direction. */
    boolean isOver() {
        return ended != null;
    }

    void finish(Problem reason) {
        String why =
                reason.code() == ProblemCode.SP4038
                        ? reason.code() + " " + reason.message()
                        : reason.code().name();
        if (begins(why)) {
            escrow.discard();
            stopDatabase();
            Refusal.close(parts.client(), reason, Refusal.sqlState(reason.code()));
        }
    }

    /** The database would finish a statement although nobody waits for it: it is cancelled. */
    private void stopDatabase() {
        if (!conversation.nothingOwed()) {
            Upstream.cancel(shared, this, () -> {});
            parts.client()
                    .eventLoop()
                    .schedule(
                            () -> Upstream.cancel(shared, this, () -> {}),
                            CANCEL_AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
        parts.upstream().close();
    }

    /** The client said goodbye: what it sent before still runs, as without us. */
    void clientLeft() {
        if (begins("client")) {
            escrow.discard();
            if (conversation.canBeReset() && results.isAtRest()) {
                parts.upstream().pipeline().remove(results);
                shared.on(parts.client().eventLoop())
                        .warm()
                        .keep(parts.account(), parts.terms(), reported, conversation);
            } else {
                WarmAccounts.terminate(parts.upstream());
            }
            parts.client().close();
        }
    }

    /** The client is gone without a word. */
    void clientVanished() {
        escrow.discard();
        if (begins("client")) {
            stopDatabase();
            parts.client().close();
        }
    }

    /** The database is gone without a word, at the end of a message. */
    void upstreamVanished() {
        if (ended == null) {
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
            parts.upstream().close();
            Refusal.closeSoon(parts.client());
            advance();
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
    private boolean begins(String reason) {
        if (ended != null) {
            return false;
        }
        ended = reason;
        shared.live().remove(this);
        shared.cancellable().remove(parts.cancelKey());
        rounds.leave(this);
        try {
            record.closed(reason);
        } catch (AuditUnavailable _) {
            // What waits has no record and never will; the session ends all the same.
            escrow.discard();
        }
        return true;
    }

    private void farewell() {
        if (escrow.isEmpty()) {
            parts.client()
                    .writeAndFlush(parts.client().alloc().buffer(0))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
