package dev.sallyport.control.signin;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What every page about signing in does with a request and an outcome. */
final class Answering {
    /** Hashing what is queued takes about as long. */
    private static final int BUSY_SECONDS = 2;

    private final InstantSource clock;

    Answering(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * @throws Refused SP7100, SP7101 where the body is not what it has to be, or something stands
     *     in the URL, which others log
     */
    static Attempt attempt(HttpServletRequest request, byte[] body) {
        if (request.getQueryString() != null) {
            throw SignInFields.malformed();
        }
        return SignInFields.attempt(body, source(request));
    }

    /**
     * Of a page whose answers hold secrets and whose requests hold them in the body alone.
     *
     * @param known the texts of that body
     * @throws Refused SP7100 where something stands in the URL, which others log
     */
    static void secret(
            HttpServletRequest request, HttpServletResponse response, List<String> known) {
        if (request.getQueryString() != null) {
            throw SignInFields.malformed(known);
        }
        response.setHeader("Cache-Control", "no-store");
    }

    static Source source(HttpServletRequest request) {
        return Source.of(request);
    }

    /**
     * @throws Refused SP7140, SP7141, SP7142 where nobody proved anything
     */
    <T> T proved(Proving.Outcome<T> outcome, HttpServletResponse response) {
        return proved(
                outcome,
                response,
                Problem.of(
                        ProblemCode.SP7140,
                        "login, password and code do not go together",
                        "see that all three are right and that no code is used twice; who has"
                                + " set up no app yet asks an operator for an invitation"));
    }

    /**
     * @param unproved told whoever proved nothing
     * @throws Refused that, SP7141 or SP7142
     */
    <T> T proved(Proving.Outcome<T> outcome, HttpServletResponse response, Problem unproved) {
        // What comes back holds a secret, or tells of one.
        response.setHeader("Cache-Control", "no-store");
        return switch (outcome) {
            case Proving.Proved<T>(T shown) -> shown;
            case Proving.NotProved<T> _ -> throw new Refused(unproved);
            case Proving.Slowed<T>(Instant until) -> throw slowed(until, response);
            case Proving.Busy<T> _ -> throw busy(response);
        };
    }

    /** SP7141, and when to come back. */
    private Refused slowed(Instant until, HttpServletResponse response) {
        long seconds = Duration.between(clock.instant(), until).toSeconds() + 1;
        response.setHeader("Retry-After", Long.toString(seconds));
        return refused(
                ProblemCode.SP7141,
                "too many attempts from here failed",
                "try again at " + until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    }

    /** SP7142, and when to come back. */
    private static Refused busy(HttpServletResponse response) {
        response.setHeader("Retry-After", Integer.toString(BUSY_SECONDS));
        return refused(ProblemCode.SP7142, "too many people sign in at once", "try again");
    }

    static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
