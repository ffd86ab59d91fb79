package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.Optional;

/**
 * Why a host of the target could not be signed in to just now; another host, or a later try, may
 * do. The later in this list, the more it says of what is wrong.
 */
enum Setback {
    UNREACHABLE,
    NOT_READY,
    WRONG_ROLE,
    FULL;

    /** None where the database's word is not about this moment. */
    static Optional<Setback> of(String sqlState) {
        return switch (sqlState) {
            case "53300" -> Optional.of(FULL);
            case "57P01", "57P02", "57P03" -> Optional.of(NOT_READY);
            default -> Optional.empty();
        };
    }

    Setback orWorse(Setback other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Problem problem(String database) {
        return switch (this) {
            case UNREACHABLE ->
                    Problem.of(
                            ProblemCode.SP4062,
                            "database `" + database + "` does not answer",
                            "try again in a minute; if it stays so, tell the database's operators");
            case NOT_READY ->
                    Problem.of(
                            ProblemCode.SP4062,
                            "database `" + database + "` is starting or stopping",
                            "try again in a minute; if it stays so, tell the database's operators");
            case WRONG_ROLE ->
                    Problem.of(
                            ProblemCode.SP4063,
                            "no server of database `" + database + "` has the role asked for now",
                            "try again in a minute: another server may be taking over; else tell"
                                    + " the database's operators");
            case FULL ->
                    Problem.of(
                            ProblemCode.SP4061,
                            "database `"
                                    + database
                                    + "` takes no more connections, of you or at"
                                    + " all",
                            "close connections you do not need and try again; if it stays so, tell"
                                    + " the database's operators");
        };
    }
}
