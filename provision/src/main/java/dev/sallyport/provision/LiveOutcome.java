package dev.sallyport.provision;

import dev.sallyport.policy.PolicyTest;
import dev.sallyport.problem.Problem;
import java.util.List;

/** What came of one test of the policy folder, asked of a live database. */
public sealed interface LiveOutcome {
    PolicyTest test();

    /**
     * The database does what the policy says.
     *
     * @param asked the logins it was asked as
     */
    record Holds(PolicyTest test, List<String> asked) implements LiveOutcome {
        public Holds {
            asked = List.copyOf(asked);
        }
    }

    /** The database does something else. */
    record Differs(PolicyTest test, Problem problem) implements LiveOutcome {}

    /** No database can decide it: only the gateway knows when, from where and what for. */
    record AtGateway(PolicyTest test, String why) implements LiveOutcome {}

    /** The database could not be asked: nobody and no row is like the imagined. */
    record Unasked(PolicyTest test, String why) implements LiveOutcome {}
}
