package dev.sallyport.control.directory;

import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Problem;
import java.util.List;
import java.util.Set;

/** Both doors, as the directory reaches them. */
public interface Doors {

    /**
     * Ends whatever these people have: sessions, native logins, tokens. Returns when it is done,
     * and may be asked again for the same people.
     */
    void cut(Set<String> logins);

    /** Makes both doors know the whole directory and nobody else. One caller at a time. */
    Outcome apply(Directory directory);

    /** What became of a directory. */
    sealed interface Outcome {

        /** Both doors know it. */
        record Applied() implements Outcome {}

        /** Nothing, or not all of it; at least one problem, and it is worth trying again. */
        record Failed(List<Problem> problems) implements Outcome {
            public Failed {
                problems = List.copyOf(problems);
            }
        }
    }
}
