package dev.sallyport.gateway;

import dev.sallyport.policy.SessionClocks;
import dev.sallyport.policy.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a session ends by itself. Looked at a few times a second instead of being told of each
 * message, so that a statement costs nothing. Confined to the session's event loop.
 */
final class SessionClock {
    /** A warning before the end where the policy names none: time enough to save one's work. */
    static final Duration LEAD = Duration.ofMinutes(2);

    private static final long NEVER = Long.MAX_VALUE;

    /** What ends a session by time. */
    enum Ending {
        IDLE("idle"),
        MAX("max"),
        GRANT("assignment"),
        PROOF("proof"),
        MFA("mfa");

        private final String word;

        Ending(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final long opened;
    private Proof proof;
    private SessionClocks clocks;
    private Optional<Instant> until;
    private boolean runs;
    private long quietSince;
    private long statements;
    private long said;
    private boolean silent;
    private boolean asked;
    private @Nullable Owed head;
    private int headDone;
    private long headSince;
    private @Nullable Ending warnedOf;
    private long warnedAt;

    /**
     * @param until the end of what is held
     * @param proof what the person signed in with
     */
    SessionClock(Instant opened, SessionClocks clocks, Optional<Instant> until, Proof proof) {
        this.proof = proof;
        this.opened = opened.toEpochMilli();
        this.quietSince = this.opened;
        this.clocks = clocks;
        this.until = until;
    }

    /** What holds may have become narrower or wider while the session lives. */
    void set(SessionClocks others, Optional<Instant> end, Proof anew) {
        clocks = others;
        until = end;
        proof = anew;
    }

    /** Takes in what has happened since the last look. */
    void look(long now, Conversation conversation) {
        runs = !conversation.nothingOwed();
        if (runs || conversation.statements() != statements) {
            quietSince = now;
            statements = conversation.statements();
        }
        boolean more = conversation.owed().asked() != said;
        said = conversation.owed().asked();
        silent = runs && !more && !conversation.isCopying();
        asked &= silent;
        Owed next = conversation.owed().firstRunning();
        if (next != head || (next != null && next.done() != headDone)) {
            head = next;
            headDone = next == null ? 0 : next.done();
            headSince = now;
        }
    }

    /**
     * Whether the client has said nothing more since the last look, and something is owed: without
     * a Sync the database may keep what it has. True once for each such silence.
     */
    boolean hasFallenSilent() {
        boolean first = silent && !asked;
        asked |= silent;
        return first;
    }

    /** What comes first. */
    Ending next() {
        Ending first = Ending.GRANT;
        for (Ending ending : Ending.values()) {
            first = at(ending) < at(first) ? ending : first;
        }
        return first;
    }

    /** A running statement is not idle; an open transaction without one is. */
    private long at(Ending ending) {
        return switch (ending) {
            case IDLE -> runs ? NEVER : after(quietSince, clocks.idle());
            case MAX -> after(opened, clocks.max());
            case GRANT -> until.map(Instant::toEpochMilli).orElse(NEVER);
            case PROOF -> proof.until().map(Instant::toEpochMilli).orElse(NEVER);
            case MFA ->
                    proof.factor().map(at -> after(at.toEpochMilli(), clocks.mfa())).orElse(NEVER);
        };
    }

    private static long after(long start, Optional<Span> span) {
        return span.isPresent() ? start + span.get().length().toMillis() : NEVER;
    }

    /** The end by the earliest of all clocks. */
    Optional<Instant> end() {
        long at = at(next());
        return at == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }

    boolean isOver(long now) {
        return at(next()) <= now;
    }

    /** Whether the client is to be told of the next end now; once for each end. */
    boolean warns(long now) {
        Ending next = next();
        long at = at(next);
        return at != NEVER && at - now <= lead(next) && (warnedOf != next || warnedAt != at);
    }

    /** A short clock must not warn all the time, so no earlier than in its second half. */
    private long lead(Ending ending) {
        long lead = clocks.warn().map(Span::length).orElse(LEAD).toMillis();
        Optional<Span> whole =
                switch (ending) {
                    case IDLE -> clocks.idle();
                    case MAX -> clocks.max();
                    case MFA -> clocks.mfa();
                    case GRANT, PROOF -> Optional.empty();
                };
        return whole.map(span -> Math.min(lead, span.length().toMillis() / 2)).orElse(lead);
    }

    void warned() {
        warnedOf = next();
        warnedAt = at(warnedOf);
    }

    /** How long the statement that runs is over its limit; negative where it is not. */
    long overdue(long now) {
        Owed running = head;
        return running == null || clocks.statement().isEmpty()
                ? -1
                : now - headSince - clocks.statement().get().length().toMillis();
    }

    /** The statement that runs. */
    @Nullable Owed running() {
        return head;
    }

    /** Since when nothing runs, as of the last look; empty where something does. */
    Optional<Instant> quietSince() {
        return runs ? Optional.empty() : Optional.of(Instant.ofEpochMilli(quietSince));
    }
}
