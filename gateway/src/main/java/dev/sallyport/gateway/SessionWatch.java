package dev.sallyport.gateway;

import dev.sallyport.policy.StatementRules;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks after one session a few times a second: warns it before its end, ends it, stops a statement
 * that runs too long. Confined to the session's event loop.
 */
final class SessionWatch {
    /** A database that does not stop a statement in this time is not waited for. */
    static final long STUBBORN_MILLIS = 5_000;

    /** Between two requests to stop: one that comes before the database has begun is lost. */
    static final long AGAIN_MILLIS = 1_000;

    /** What operators say and the client does not take; more is no message any more. */
    private static final int WORDS = 10;

    /** Rounds between two questions whether the session may go on: twice a second. */
    private static final int ASK_AGAIN = 2;

    private final Session session;
    private final Shared shared;
    private final SessionClock clock;
    private final Instant opened;
    private final Deque<NoticeResponse> words = new ArrayDeque<>();
    private final DenialPace denials = new DenialPace();
    private int looks;
    private StatementRules rules;
    private StepUp stepUp;

    SessionWatch(Session session, Shared shared, Instant opened) {
        this.session = session;
        this.shared = shared;
        this.opened = opened;
        this.rules = rules(session.admitted(), opened);
        this.stepUp = StepUp.of(shared.policy(), session.admitted().arrival());
        this.clock =
                new SessionClock(
                        opened,
                        session.admitted().clocks(),
                        session.admitted().until(),
                        session.admitted().arrival().proof());
    }

    /** Roles and guardrails let not everybody run it, or say why they are here. */
    Judged permitted(Judged judged) {
        Judged ruled = ruled(judged);
        return ruled.stating().isEmpty() ? ruled : stated(ruled);
    }

    private Judged stated(Judged judged) {
        return judged.stating()
                .flatMap(stating -> refusal(session.saying(), stating))
                .map(judged::refused)
                .orElse(judged);
    }

    /** Asked again at each run: what was prepared may be denied by now. */
    Judged ruled(Judged judged) {
        return stepUp.permitted(judged.under(rules), shared.clock());
    }

    /** Whether notifications on a channel go on to the client. */
    boolean hears(String channel) {
        return rules.hears(channel);
    }

    private StatementRules rules(Admission.Admitted who, Instant now) {
        PolicySnapshot snapshot = shared.policy();
        Arrival arrival = who.arrival();
        return snapshot.engine()
                .statementRules(
                        who.roles(),
                        Caps.held(snapshot, who),
                        arrival.database(),
                        who.asker().kind(),
                        arrival.circumstances(snapshot, now));
    }

    SessionClock clock() {
        return clock;
    }

    void look(long now) {
        session.allowance().look();
        clock.look(now, session.conversation());
        if (++looks % ASK_AGAIN == 0) {
            reconsider(Instant.ofEpochMilli(now));
        }
        if (!session.isOver() && shared.isDraining() && !runs()) {
            session.finish(GatewayServer.stopping());
        }
        if (session.isOver()) {
            return;
        }
        while (!words.isEmpty() && session.tell(words.getFirst())) {
            words.removeFirst();
        }
        if (clock.isOver(now)) {
            session.finish(over());
        } else if (clock.warns(now)
                && session.tell(Refusal.notice(SessionTerm.warning(clock, now)))) {
            clock.warned();
        }
        stopOverdue(now);
    }

    /** Asked once more now that whoever ends sessions can see this one. */
    boolean isStillAdmitted() {
        Admission.Admitted had = session.admitted();
        return Admission.ask(shared.policy(), had.arrival(), shared.clock().instant()).equals(had);
    }

    static Problem rolesChanged() {
        return Problem.of(
                ProblemCode.SP4008,
                "your roles have changed while you signed in",
                "connect again to use those you hold");
    }

    /** Policy, people, hours and what is said may have changed: asks as if at sign-in. */
    void reconsider(Instant now) {
        Admission.Admitted had = session.admitted();
        Arrival came = had.arrival().saying(session.saying().now());
        Optional<Arrival> standing = standing(came.proof()).map(came::proving);
        if (standing.isEmpty()) {
            session.finish(
                    Problem.of(
                            ProblemCode.SP4013,
                            "the " + came.proof().means().word() + " you came with is void now",
                            "connect again with one that is not"));
            return;
        }
        Arrival arrival = standing.get();
        stepUp = StepUp.of(shared.policy(), arrival);
        switch (Admission.ask(shared.policy(), arrival, now)) {
            case Admission.TurnedAway(Problem problem, String ignored) ->
                    // Whoever holds nothing because time is up is told that.
                    session.finish(clock.isOver(now.toEpochMilli()) ? over() : problem);
            case Admission.Admitted has when has.equals(had) -> rules = rules(has, now);
            case Admission.Admitted has when has.roles().containsAll(had.roles()) -> {
                clock.set(has.clocks(), has.until(), arrival.proof());
                session.adopt(has);
                rules = rules(has, now);
            }
            case Admission.Admitted has -> session.finish(lost(had, has));
        }
    }

    /** What the person signed in with as it is now; empty where it is none of theirs any more. */
    private Optional<Proof> standing(Proof proof) {
        return switch (proof.means()) {
            // Nothing but its own end takes one back.
            case CERTIFICATE -> Optional.of(proof);
            case WORKLOAD_TOKEN ->
                    Optional.of(proof)
                            .filter(one ->
                                    WorkloadSignIn.stands(shared, session.admitted().login(), one));
            case PASSWORD, TOKEN -> secrets().filter(proof::isSame).findFirst();
            case BROWSER_CONFIRMATION ->
                    secrets()
                            .filter(one -> one.isBehind(proof))
                            .map(one -> one.as(proof.means()))
                            .findFirst();
        };
    }

    private Stream<Proof> secrets() {
        return shared.credentials().authenticators(session.admitted().login()).stream()
                .map(Authenticator::proof);
    }

    private static Problem lost(Admission.Admitted had, Admission.Admitted has) {
        List<String> lost = new ArrayList<>(had.roles());
        lost.removeAll(has.roles());
        return Problem.of(
                ProblemCode.SP4008,
                "role `" + String.join("`, `", lost) + "` is yours no longer",
                "connect again to use the roles you still hold");
    }

    /** Why something may not be said now, if so. */
    private Optional<Problem> refusal(Saying saying, Stating stating) {
        if (stating instanceof Stating.Unclear) {
            return Optional.of(
                    Problem.of(
                            ProblemCode.SP4035,
                            "a setting of Sallyport's is changed in a way that is not read",
                            "write it alone, as SET sallyport.purpose = 'treatment'"));
        }
        Arrival arrival = session.admitted().arrival().saying(saying.after(stating));
        return switch (Admission.ask(shared.policy(), arrival, shared.clock().instant())) {
            case Admission.TurnedAway(Problem problem, String ignored) -> Optional.of(problem);
            case Admission.Admitted ignored -> Optional.empty();
        };
    }

    /** Told by the next round that finds a place for it between two messages. */
    void say(NoticeResponse notice) {
        if (words.size() < WORDS && !session.isOver()) {
            words.addLast(notice);
        }
    }

    /** A statement has been refused; whose are again and again waits for a while. */
    void denied() {
        DenialPace.Pace pace = denials.denied(shared.clock().millis());
        if (pace == DenialPace.Pace.FIRST_SLOWED) {
            tellOfDenials();
        }
        if (pace != DenialPace.Pace.AS_BEFORE) {
            session.client()
                    .eventLoop()
                    .schedule(
                            session::pump,
                            denials.left(shared.clock().millis()),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void tellOfDenials() {
        String often =
                "more than " + DenialPace.AT_ONCE + " statements were refused in a short time";
        shared.alerts().raise(session.actor(), "denials", "", often);
        say(
                Refusal.notice(
                        Problem.of(
                                ProblemCode.SP4072,
                                often + ", so this session is slowed",
                                "ask for access once instead of trying")));
    }

    /** Whether nothing more is taken from the client for now. */
    boolean isSlowed() {
        return denials.isSlowing() && denials.left(shared.clock().millis()) > 0;
    }

    /** Whether the next refusal would make it wait. */
    boolean isOftenRefused() {
        return denials.isSlowing() && denials.isOften(shared.clock().millis());
    }

    private boolean runs() {
        return !session.conversation().nothingOwed() || session.isInTransaction();
    }

    SessionView view() {
        Admission.Admitted who = session.admitted();
        Optional<Instant> end = clock.end();
        return new SessionView(
                session.id(),
                who.login(),
                who.roles(),
                who.purpose().name(),
                who.arrival().database(),
                Addresses.of(session.client()),
                opened,
                !session.conversation().nothingOwed()
                        ? SessionView.State.RUNNING
                        : session.isInTransaction()
                                ? SessionView.State.IDLE_IN_TRANSACTION
                                : SessionView.State.IDLE,
                session.conversation().statements(),
                end,
                end.map(ignored -> clock.next().word()));
    }

    private void stopOverdue(long now) {
        long over = clock.overdue(now);
        Owed running = clock.running();
        if (over < 0 || running == null || session.isOver()) {
            return;
        }
        if (over >= STUBBORN_MILLIS) {
            session.finish(SessionTerm.tooLong(shared.policy(), session.admitted()));
        } else if (!running.isOverdue() || over % AGAIN_MILLIS < Rounds.EVERY.toMillis()) {
            session.conversation().owed().running().forEach(Owed::overdue);
            Upstream.cancel(shared, session, () -> {});
        }
    }

    private Problem over() {
        return SessionTerm.over(clock.next(), shared.policy(), session.admitted());
    }
}
