package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.List;

/** What the policy says to a question, and the line that says so. */
public sealed interface Decision {

    /** The line that decided, or the one that comes nearest to allowing. */
    Place rule();

    /**
     * Allowed on the rows of the rule's scope.
     *
     * @param masked the columns in question that are seen through a mask only
     * @param watched the guardrails that want to know of it
     */
    record Allowed(Place rule, List<MaskedColumn> masked, List<Guardrail> watched)
            implements Decision {
        public Allowed {
            masked = List.copyOf(masked);
            watched = List.copyOf(watched);
        }
    }

    /**
     * Denied.
     *
     * @param hint what the person can do about it
     */
    record Denied(ProblemCode code, String message, Place rule, String hint) implements Decision {
        public Problem problem() {
            return Problem.at(rule, code, message, hint);
        }
    }

    /** A column and how it is shown. */
    record MaskedColumn(String column, Mask mask) {}
}
