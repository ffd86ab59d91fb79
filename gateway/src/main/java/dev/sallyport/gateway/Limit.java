package dev.sallyport.gateway;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.Optional;

/** What somebody is told whose statement meets a limit. */
final class Limit {
    private Limit() {}

    /**
     * @param delivered rows of the statement that have left
     * @param free when the next may be taken
     */
    static Problem reached(Cap cap, long delivered, Optional<Instant> free) {
        return Problem.at(
                cap.rule(),
                cap.code(),
                "%s gives at most %d rows %s%s: %s"
                        .formatted(
                                cap.whose(),
                                cap.rows(),
                                cap.span().words(),
                                free.map(at -> ", and more from " + at + " on").orElse(""),
                                delivered == 0
                                        ? "none was delivered"
                                        : "%d were delivered, and no more".formatted(delivered)),
                "ask for fewer rows, or ask " + cap.owner() + " for a wider limit");
    }

    /** Nobody but the person has agreed to it yet. */
    static Problem waits(Place rule, String owner, String id) {
        return Problem.at(
                rule,
                ProblemCode.SP2077,
                "this leaves as a file only if somebody else agrees, and is asked for as " + id,
                "ask "
                        + owner
                        + " to run `sallyport export approve "
                        + id
                        + " --by NAME`, then run it again");
    }

    /** Nothing is kept back, and it can be told where it came from. */
    static Problem marked(String mark) {
        return Problem.of(
                ProblemCode.SP2078,
                "this export is on record as " + mark,
                "keep that with the file");
    }

    /** It was over before it could be stopped, and no transaction was open that could fail. */
    static Problem tooLate(Problem reached) {
        return Problem.at(
                reached.place().orElseThrow(),
                reached.code(),
                reached.message() + "; what it changed stands",
                reached.instead());
    }

    /** What runs behind it in one string could not be kept from running. */
    static Optional<Problem> ofString(Judged judged) {
        return judged.statements().size() < 2
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                ProblemCode.SP2074,
                                "your rows are counted, and statements in one string cannot be"
                                        + " stopped one by one",
                                "send each statement by itself"));
    }
}
