package dev.sallyport.gateway;

import dev.sallyport.policy.Role;
import dev.sallyport.policy.SessionClocks;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** What people are told of how long they may stay, and whose rule it is. */
final class SessionTerm {

    private SessionTerm() {}

    /** Why a session is over. */
    static Problem over(
            SessionClock.Ending ending, PolicySnapshot policy, Admission.Admitted admitted) {
        return switch (ending) {
            case IDLE ->
                    ofRole(
                            policy,
                            admitted,
                            ProblemCode.SP4030,
                            SessionClocks::idle,
                            "nothing was asked for %s, the longest that role `%s` lets a session"
                                    + " wait",
                            "connect again");
            case MAX ->
                    ofRole(
                            policy,
                            admitted,
                            ProblemCode.SP4031,
                            SessionClocks::max,
                            "this session is %s old, the longest that role `%s` lets one last",
                            "connect again");
            case GRANT ->
                    Problem.of(
                            ProblemCode.SP4008,
                            "a role of yours has ended, and this session with it",
                            "connect again to use the roles you still hold");
            case PROOF ->
                    Problem.of(
                            ProblemCode.SP4013,
                            "the "
                                    + admitted.arrival().proof().means().word()
                                    + " you came with has ended",
                            "connect again with a new one");
            case MFA ->
                    ofRole(
                            policy,
                            admitted,
                            ProblemCode.SP4042,
                            SessionClocks::mfa,
                            "your second factor was proved more than %s ago, the longest that role"
                                    + " `%s` trusts it",
                            StepUp.INSTEAD);
        };
    }

    /** That it is over soon. */
    static Problem warning(SessionClock clock, long now) {
        Instant end = clock.end().orElseThrow();
        Duration left = Duration.ofMillis(end.toEpochMilli() - now);
        String when =
                "this session ends in "
                        + words(left)
                        + ", at "
                        + end.truncatedTo(ChronoUnit.SECONDS);
        return switch (clock.next()) {
            case IDLE ->
                    Problem.of(
                            ProblemCode.SP4034,
                            when + ": nothing has been asked",
                            "run a statement to stay");
            case MAX ->
                    Problem.of(
                            ProblemCode.SP4034,
                            when + ": it has lasted as long as it may",
                            "finish what you do, then connect again");
            case GRANT ->
                    Problem.of(
                            ProblemCode.SP4034,
                            when + ": a role of yours does",
                            "finish what you do; ask for a longer assignment if you need it");
            case PROOF ->
                    Problem.of(
                            ProblemCode.SP4034,
                            when + ": what you signed in with does",
                            "finish what you do, then connect again with a new one");
            case MFA ->
                    Problem.of(
                            ProblemCode.SP4034,
                            when + ": your second factor was proved too long ago then",
                            "to stay, " + StepUp.INSTEAD);
        };
    }

    private static String words(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }

    /** What the client is told of a statement that was stopped. */
    static Problem tooLong(PolicySnapshot policy, Admission.Admitted admitted) {
        return ofRole(
                policy,
                admitted,
                ProblemCode.SP4033,
                SessionClocks::statement,
                "the statement ran for more than %s, the longest that role `%s` lets one run",
                "ask for less at a time");
    }

    /** What a client is told who has as many sessions as a person may have. */
    static Problem tooMany(PolicySnapshot policy, Admission.Admitted admitted) {
        return ofRole(
                policy,
                admitted,
                ProblemCode.SP4037,
                SessionClocks::atOnce,
                "you have %s sessions open, as many as role `%s` lets a person have",
                "end one of them, or wait until one ends");
    }

    /** The role whose clock it is, and where it says so. */
    private static <T> Problem ofRole(
            PolicySnapshot policy,
            Admission.Admitted admitted,
            ProblemCode code,
            Function<SessionClocks, Optional<T>> clock,
            String words,
            String instead) {
        Optional<T> span = clock.apply(admitted.clocks());
        Optional<Role> role =
                admitted.roles().stream()
                        .flatMap(name -> policy.policy().effective(name).stream())
                        .filter(one -> clock.apply(one.terms().sessions()).equals(span))
                        .findFirst();
        String message =
                words.formatted(
                        span.map(Object::toString).orElse("some time"),
                        role.map(Role::name).orElse("?"));
        return role.map(one -> Problem.at(one.place(), code, message, instead))
                .orElseGet(() -> Problem.of(code, message, instead));
    }
}
