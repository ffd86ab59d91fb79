package dev.sallyport.policy;

import dev.sallyport.problem.Problem;
import java.util.List;

/** What reading a policy folder came to. */
public sealed interface PolicyReading {

    /** A policy that may be applied. */
    record Accepted(Policy policy, List<Problem> warnings) implements PolicyReading {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /** Everything that is wrong, in file order; at least one. */
    record Rejected(List<Problem> problems) implements PolicyReading {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
