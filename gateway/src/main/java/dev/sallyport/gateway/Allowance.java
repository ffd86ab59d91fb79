package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.StatementText;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many rows the statements of one session may still return, by the policy that holds. Confined
 * to the session's event loop.
 */
final class Allowance {
    /** Rows taken before the meter is asked again. */
    private static final long PORTION = 256;

    /** Enough that no two marks are the same. */
    private static final int MARK_BYTES = 8;

    /** Of statements whose limits are remembered; a session seldom has more in use. */
    private static final int STATEMENTS = 512;

    private final Shared shared;
    private final Supplier<Admission.Admitted> who;
    private final Supplier<Actor> actor;
    private final Watch watch;
    private final Pages pages = new Pages();
    private final IdentityHashMap<Judged, Counting> known = new IdentityHashMap<>();
    private @Nullable PolicySnapshot policy;
    private Admission.@Nullable Admitted admitted;
    private Caps caps = Caps.NONE;
    private Exports exports = Exports.NONE;
    private @Nullable Reach reach;

    /** A temporary table may be called as a catalog is. */
    private boolean moved;

    /** Of the result whose rows are passing; null where none has passed. */
    private @Nullable Owed running;

    private Counting.Rules rules = Counting.Rules.NONE;
    private final List<RowMeter.Portion> portions = new ArrayList<>();

    /** Rows of this query that earlier pages have shown. */
    private long before;

    /** Rows that are reserved, and what is left of them. */
    private long reserved;

    private long left;

    /** Rows that no event tells of yet. */
    private long counted;

    Allowance(Shared shared, Supplier<Admission.Admitted> who, Supplier<Actor> actor) {
        this.shared = shared;
        this.who = who;
        this.actor = actor;
        this.watch = new Watch(shared, actor);
    }

    /** Whether nobody counts the rows of this person. Two that are equal are seldom compared. */
    @SuppressWarnings("ReferenceEquality")
    boolean isFree() {
        PolicySnapshot now = shared.policy();
        if (policy != now || admitted != who.get()) {
            look(now, who.get());
        }
        return isUnlimited();
    }

    private boolean isUnlimited() {
        return caps.isNone() && exports.isNone();
    }

    private void look(PolicySnapshot now, Admission.Admitted holds) {
        policy = now;
        admitted = holds;
        known.clear();
        caps = Caps.of(now, holds);
        exports = Exports.of(now, holds);
        reach =
                isUnlimited()
                        ? null
                        : new Reach(
                                now.policy(), holds.arrival().database(), holds.roles(), !moved);
    }

    /** What is about to run, so that its rows are counted if they have to be. */
    Owed counted(Owed runs, Judged judged) {
        return counting(judged).counts() ? runs.counted() : runs;
    }

    /** Whether it may be stopped, so that nothing may follow before it is done. */
    boolean mayStop(Judged judged) {
        return counting(judged).stoppable();
    }

    /** Refuses what can have no row, and what could not be stopped in the middle. */
    Judged permitted(Judged judged) {
        if (!moved && judged.statements().stream().anyMatch(KeyPlan::movesNames)) {
            moved = true;
            look(shared.policy(), who.get());
        }
        Counting counting = counting(judged);
        Optional<Problem> kept = counting.exports() ? kept(judged) : Optional.empty();
        if (kept.isPresent() || !counting.stoppable()) {
            return kept.map(judged::refused).orElse(judged);
        }
        return Limit.ofString(judged)
                .or(() -> usedUp(counting))
                .map(judged::refused)
                .orElse(judged);
    }

    private Optional<Problem> kept(Judged judged) {
        return judged.statements().stream()
                .filter(Exports::isOne)
                .flatMap(one -> kept(one).stream())
                .findFirst();
    }

    /** Why it may not leave as a file, or not yet. */
    private Optional<Problem> kept(Statement statement) {
        return switch (ruling(statement)) {
            case Exports.Ruling.Free _, Exports.Ruling.Marked _ -> Optional.empty();
            case Exports.Ruling.Denied(Problem problem, Cap.Then then) ->
                    Optional.of(told(problem, then));
            case Exports.Ruling.Asked(Place rule, String owner) -> asked(statement, rule, owner);
        };
    }

    private Exports.Ruling ruling(Statement statement) {
        Reach here = reach;
        return here == null ? new Exports.Ruling.Free() : exports.of(here, statement);
    }

    private Optional<Problem> asked(Statement statement, Place rule, String owner) {
        Actor who = actor.get();
        String database = database();
        String id = ExportRequests.id(who.person(), database, statement.normalised());
        if (shared.exports().approved(id).isPresent()) {
            return Optional.empty();
        }
        shared.exports().ask(who, id, database, new StatementText(statement.normalised()));
        return Optional.of(Limit.waits(rule, owner, id));
    }

    private String database() {
        return who.get().arrival().database();
    }

    /** What an export that begins is marked with; empty where it needs none. */
    Optional<String> mark(Owed running) {
        Optional<Statement> export =
                isFree() ? Optional.empty() : running.statement().filter(Exports::isOne);
        if (export.isEmpty()) {
            return Optional.empty();
        }
        return switch (ruling(export.get())) {
            case Exports.Ruling.Free _, Exports.Ruling.Denied _ -> Optional.empty();
            case Exports.Ruling.Asked _ ->
                    Optional.of(ExportRequests.id(login(), database(), export.get().normalised()));
            case Exports.Ruling.Marked _ -> {
                byte[] mark = new byte[MARK_BYTES];
                shared.random().nextBytes(mark);
                yield Optional.of("wm_" + HexFormat.of().formatHex(mark));
            }
        };
    }

    private Optional<Problem> usedUp(Counting counting) {
        Instant now = shared.clock().instant();
        for (Counting.Rules rules : counting.statements()) {
            for (List<Cap> meter : rules.metered()) {
                for (Cap cap : meter) {
                    if (shared.meter().taken(login(), cap, now) >= cap.rows()) {
                        return Optional.of(reached(cap, 0, now));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What holds for a text that may run. */
    private Counting counting(Judged judged) {
        if (isFree() || judged.refusal().isPresent()) {
            return Counting.NONE;
        }
        if (known.size() >= STATEMENTS) {
            known.clear();
        }
        return known.computeIfAbsent(judged, this::find);
    }

    private Counting find(Judged judged) {
        Reach here = reach;
        if (here == null) {
            return Counting.NONE;
        }
        List<Statement> statements = judged.statements();
        return Counting.of(
                statements.isEmpty()
                        ? List.of(caps.ofAnything(here))
                        : statements.stream().map(one -> caps.of(here, one)).toList(),
                statements.stream().anyMatch(Exports::isOne));
    }

    /** Whether one more row of it may leave; it is counted if so. */
    boolean take(Owed result) {
        if (!result.counts()) {
            return true;
        }
        if (running != result) {
            begin(result);
        }
        if (rules.isNone()) {
            return true;
        }
        if (!rules.caps().isEmpty()) {
            if (left == 0 && !reserve(result)) {
                return false;
            }
            left--;
        }
        counted++;
        return true;
    }

    private void begin(Owed result) {
        running = result;
        Judged judged = result.judged();
        rules = judged == null ? Counting.Rules.NONE : counting(judged).at(result.done());
        before = pages.before(result);
        watch.seen(rules.watched());
    }

    private boolean reserve(Owed result) {
        Instant now = shared.clock().instant();
        settle(now);
        long most = PORTION;
        for (Cap cap : rules.caps()) {
            if (!cap.isMetered()) {
                most = Math.min(most, cap.rows() - before - result.rows());
            }
        }
        for (List<Cap> meter : rules.metered()) {
            if (most > 0) {
                portions.add(shared.meter().reserve(login(), meter, most, now));
                most = portions.getLast().rows();
            }
        }
        reserved = Math.max(0, most);
        left = reserved;
        if (left == 0) {
            settle(now);
            stop(result, now);
        }
        return left > 0;
    }

    /** Says which of the limits it is. */
    private void stop(Owed result, Instant now) {
        for (Cap cap : rules.caps()) {
            long taken =
                    cap.isMetered()
                            ? shared.meter().taken(login(), cap, now)
                            : before + result.rows();
            if (taken >= cap.rows()) {
                result.stop(reached(cap, result.rows(), now));
                return;
            }
        }
        // Another session has the last of them reserved.
        Cap cap = rules.metered().getFirst().getFirst();
        result.stop(reached(cap, result.rows(), now));
    }

    private Problem reached(Cap cap, long delivered, Instant now) {
        Problem reached =
                Limit.reached(
                        cap,
                        delivered,
                        cap.isMetered()
                                ? Optional.of(shared.meter().free(login(), cap, now))
                                : Optional.empty());
        return told(reached, cap.then());
    }

    private Problem told(Problem problem, Cap.Then then) {
        switch (then) {
            case NOTHING -> {}
            case ALERT -> watch.alert(problem);
        }
        return problem;
    }

    private void settle(Instant now) {
        for (RowMeter.Portion portion : portions) {
            shared.meter().settle(login(), portion, reserved - left, now);
        }
        portions.clear();
        reserved = 0;
        left = 0;
    }

    /** What is reserved counts for the minute it was reserved in, so nobody keeps it for long. */
    void look() {
        if (!portions.isEmpty()) {
            settle(shared.clock().instant());
        }
    }

    boolean hasCounted() {
        return counted > 0;
    }

    /** What the rows counted since this was asked last count for. */
    List<String> meters() {
        return rules.meters();
    }

    /** How many they are. */
    long counted() {
        long rows = counted;
        counted = 0;
        watch.counted(rules.watched(), rows);
        return rows;
    }

    /**
     * Nothing more comes of a result.
     *
     * @param rest whether another page of it may be asked for
     */
    void ended(Owed result, Pages.Rest rest) {
        if (running == result) {
            look();
            running = null;
            pages.ended(result, rest, before + result.rows());
        } else if (!caps.isNone()) {
            pages.ended(result, rest, pages.before(result));
        }
    }

    /** A portal begins. */
    void bound(String portal) {
        pages.begins(portal);
    }

    /**
     * @param held cursors that stay
     */
    void transactionEnded(Set<String> held) {
        pages.transactionEnded(held);
    }

    private String login() {
        return who.get().login();
    }
}
