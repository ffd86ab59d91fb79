package dev.sallyport.provision;

import dev.sallyport.problem.Problem;
import java.util.List;

/** What came of planning: a plan, or every reason why there is none. */
public sealed interface PlanReading {

    /** The plan; perhaps an empty one. */
    record Planned(Plan plan) implements PlanReading {}

    /** Nothing can be planned, and nothing was touched. */
    record Refused(List<Problem> problems) implements PlanReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
