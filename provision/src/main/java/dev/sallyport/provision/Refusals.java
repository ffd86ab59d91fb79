package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3004;
import static dev.sallyport.problem.ProblemCode.SP3020;

import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Problem;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says what a database answered, without the detail that could name a row. */
final class Refusals {
    private Refusals() {}

    /** A database stands in one of them, and another's rules are not its own. */
    static Problem environments(Policy policy) {
        return Problem.at(
                policy.catalog().environments().values().iterator().next().place(),
                SP3020,
                "the policy is for environments `"
                        + String.join("`, `", policy.catalog().environments().keySet())
                        + "`, and none is named",
                "say which one these databases stand in: `--env NAME`");
    }

    static Problem of(TargetDatabase target, SQLException e) {
        String state = Optional.ofNullable(e.getSQLState()).orElse("no state");
        if (state.startsWith("08")) {
            return Problem.of(
                    SP3004,
                    "database `" + target.name() + "` cannot be reached (" + state + ")",
                    "start it, or correct its address");
        }
        return Problem.of(
                SP3004,
                "database `"
                        + target.name()
                        + "` refused the administrator: "
                        + message(e)
                        + " ("
                        + state
                        + "); nothing was changed",
                "`sallyport doctor` says what the administrator needs; nothing may hold the tables"
                        + " locked");
    }

    /** Whoever loses by the apply is ended; these are to be asked. */
    static Problem held(TargetDatabase target, Set<String> holders) {
        return Problem.of(
                SP3004,
                "database `"
                        + target.name()
                        + "` kept the apply waiting for what others hold: "
                        + holders.stream().sorted().collect(Collectors.joining(", "))
                        + "; nothing was changed",
                "have them end their transactions, or end them by `pg_terminate_backend`, and apply"
                        + " again");
    }

    /** The primary message only: DETAIL and the statement may hold values. */
    private static String message(SQLException e) {
        return Optional.of(e)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .map(PSQLException::getServerErrorMessage)
                .map(ServerErrorMessage::getMessage)
                .orElse("no reason given");
    }
}
