package dev.sallyport.policy;

import dev.sallyport.problem.Problem;
import java.util.List;

/** What reading a file of people came to. */
public sealed interface DirectoryReading {

    /** The people, checked. */
    record Accepted(Directory directory) implements DirectoryReading {}

    /** Everything that is wrong, in file order; at least one. */
    record Rejected(List<Problem> problems) implements DirectoryReading {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
