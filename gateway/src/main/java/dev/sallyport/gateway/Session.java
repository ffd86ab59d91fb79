package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.problem.Problem;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.Outgoing;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One person's open connection: the client's channel, the person's own account on the database, and
 * what lies between. Confined to one event loop, but for {@link #end}.
 */
final class Session implements Durability.Waiter {
    /** What a session is made of; fixed while it lives. */
    record Parts(
            Admission.Admitted admitted,
            Actor actor,
            Channel client,
            Terms terms,
            CancelKey cancelKey) {}

    private final Parts parts;

    /** To the end of the session; null where it borrows one for each transaction. */
    private final @Nullable Account account;

    private final @Nullable Borrowing borrowing;
    private final Saying saying;
    private final NameLetters letters = new NameLetters();
    private Admission.Admitted admitted;
    private boolean inTransaction;
    private final Shared shared;
    private final Durability durability;
    private final Conversation conversation = new Conversation();
    private final SessionRecord record;
    private final Showing showing;
    private final Allowance allowance;
    private final Escrow escrow;
    private final ClientRelay clientRelay;
    private final CancelRequests cancelRequests;
    private long intent = -1;
    private long seen;
    private boolean waiting;
    private boolean reading;
    private boolean upstreamReading = true;
    private final Map<String, String> reported = new HashMap<>();
    private final Rounds rounds;
    private final SessionWatch watch;
    private final ResultRelay results;
    private final SessionEnd end;

    /**
     * @param account null for a session that borrows one for each transaction
     */
    Session(Parts parts, @Nullable Account account, Shared shared, Explainer explainer) {
        Shared.LoopParts loop = shared.on(parts.client().eventLoop());
        this.parts = parts;
        this.admitted = parts.admitted();
        this.saying = new Saying(admitted.arrival().stated());
        this.shared = shared;
        this.durability = loop.durability();
        this.showing = new Showing(shared, this::admitted, parts.terms());
        this.watch = new SessionWatch(this, shared, shared.clock().instant());
        this.allowance = new Allowance(shared, this::admitted, this::actor);
        SubjectReader subjects = new SubjectReader();
        this.record =
                new SessionRecord(
                        durability,
                        parts.actor(),
                        explainer,
                        conversation,
                        saying,
                        subjects,
                        allowance,
                        showing,
                        watch::denied);
        this.escrow = new Escrow(parts.client());
        this.cancelRequests = new CancelRequests(shared, this);
        this.account = account;
        this.borrowing = account == null ? new Borrowing(this, parts.terms(), shared) : null;
        this.clientRelay =
                borrowing == null
                        ? new ClientRelay(this, loop.gate())
                        : new BorrowingRelay(this, loop.gate(), borrowing);
        this.results = new ResultRelay(this, record, escrow, subjects, new Halt(this, loop.gate()));
        this.end = new SessionEnd(this, parts, shared, record, escrow);
        this.rounds = loop.rounds();
    }

    /** Takes over both channels; the greeting waits for the record that the session is open. */
    void open(Iterable<Outgoing> greeting) {
        record.opened(admitted.arrival().proof());
        shared.credentials().used(admitted.arrival().proof(), shared.clock().instant());
        int mine = shared.live().add(this);
        shared.cancellable().put(parts.cancelKey(), this);
        rounds.join(this);
        greeting.forEach(escrow::add);
        escrow.seal(record.last());
        if (account != null) {
            account.channel().pipeline().addLast("results", results);
        }
        parts.client().pipeline().addLast("relay", clientRelay);
        if (admitted.clocks().atOnce().filter(most -> mine > most).isPresent()) {
            finish(SessionTerm.tooMany(shared.policy(), admitted));
        } else if (shared.isDraining()) {
            finish(GatewayServer.stopping());
        } else if (!watch.isStillAdmitted()) {
            finish(SessionWatch.rolesChanged());
        } else {
            recorded(durability.durable());
        }
    }

    /** Asked of it a few times a second. */
    void look(long now) {
        end.look(now);
        watch.look(now);
        // Nothing fits into the middle of a message.
        if (watch.clock().hasFallenSilent() && account() != null && !clientRelay.isWithin()) {
            end.askForAnswers();
        }
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

    Allowance allowance() {
        return allowance;
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

    NameLetters letters() {
        return letters;
    }

    /** Lives on with more roles, another purpose or other clocks. */
    void adopt(Admission.Admitted other) {
        admitted = other;
        record.now(other, Addresses.of(parts.client()));
    }

    String login() {
        return admitted.login();
    }

    Actor actor() {
        return admitted.actor(id(), Addresses.of(parts.client()));
    }

    Conversation conversation() {
        return conversation;
    }

    Channel client() {
        return parts.client();
    }

    /** The account in use; null where there is none between two transactions. */
    @Nullable Account account() {
        return borrowing == null ? account : borrowing.account();
    }

    /** How it comes by accounts; null where it has one of its own. */
    @Nullable Borrowing borrowing() {
        return borrowing;
    }

    /** Of the account in use. */
    Channel upstream() {
        Account used = account();
        if (used == null) {
            throw new IllegalStateException("no account is in use");
        }
        return used.channel();
    }

    /** It goes back to others as it came. */
    void accountLeft() {
        if (!upstreamReading) {
            upstreamReading = true;
            upstream().config().setAutoRead(true);
        }
    }

    ResultRelay results() {
        return results;
    }

    /** Whether nothing is on its way in either direction, and no transaction open. */
    boolean isAtRest() {
        return conversation.isAtRest() && results.isAtRest();
    }

    Showing showing() {
        return showing;
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
        end.moved();
        if (borrowing != null && isAtRest()) {
            borrowing.rest();
        }
        if (end.isOver()) {
            end.farewell();
        } else if (clientRelay.hasStopped()) {
            clientRelay.pump();
        }
        pace();
    }

    /** Stops reading on a side whose other side falls behind, and asks to be woken if need be. */
    void pace() {
        boolean used = account() != null;
        // What comes after the end is thrown away, and who sends it still hears why.
        boolean read = isOver() || (clientRelay.wantsMore() && (!used || upstream().isWritable()));
        if (read != reading) {
            reading = read;
            parts.client().config().setAutoRead(read);
        }
        if (used && escrow.isFull() == upstreamReading && !isOver()) {
            upstreamReading = !escrow.isFull();
            upstream().config().setAutoRead(upstreamReading);
        }
        long needs = Math.max(escrow.waitsFor(), !isOver() && clientRelay.waits() ? intent : -1);
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
        letters.reported(status);
        clientRelay.repeats.forget();
        PinnedSettings.violation(status, login()).ifPresent(this::finish);
    }

    /** Ends the session from any thread; the client is told why. */
    void end(Problem reason) {
        parts.client().eventLoop().execute(() -> finish(reason));
    }

    /** Whether nothing more is carried in either direction. */
    boolean isOver() {
        return end.isOver();
    }

    void finish(Problem reason) {
        end.finish(reason);
    }

    /** Something broke on our side. */
    void broke(Throwable cause) {
        end.broke(cause);
    }

    SessionWatch watch() {
        return watch;
    }

    SessionEnd end() {
        return end;
    }

    /** Another session of the person may have the account after this one, if it is fit for it. */
    void giveBack() {
        if (account == null || borrowing != null) {
            Objects.requireNonNull(borrowing).end();
        } else if (conversation.canBeReset() && results.isAtRest()) {
            account.channel().pipeline().remove(results);
            shared.on(parts.client().eventLoop())
                    .warm()
                    .keep(account, parts.terms(), reported, conversation);
        } else {
            WarmAccounts.terminate(account.channel());
        }
    }

    /** Nobody has the account after this session. */
    void close() {
        if (borrowing != null) {
            borrowing.end();
        } else if (account != null) {
            account.channel().close();
        }
    }

    /** Nobody finds it any more. */
    void leavesRegisters() {
        shared.live().remove(this);
        shared.credentials().over(admitted.arrival().proof());
        shared.cancellable().remove(parts.cancelKey());
        rounds.leave(this);
        if (!parts.client().isActive()) {
            clientRelay.letGo();
        }
    }
}
