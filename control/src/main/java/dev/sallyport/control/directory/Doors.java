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

    /**
     * The logins of the database server that are not ours, by name; none where there is no server.
     *
     * @throws dev.sallyport.problem.Refused where the server cannot be asked
     */
    default List<DatabaseLogin> logins() {
        return List.of();
    }

    /**
     * Shuts logins that are not ours, and ends their sessions. One that was made anew since under
     * its name is another, and is left alone.
     *
     * @throws dev.sallyport.problem.Refused where one of them could not be shut
     */
    default void shutOthers(Set<DatabaseLogin.Id> logins) {}

    /**
     * Whether the file of people has somebody, or something, under a login that the directory does
     * not speak of: it is theirs.
     */
    default boolean isWritten(String login) {
        return false;
    }

    /** Whether one of those is a person at work. */
    default boolean isWrittenAtWork(String login) {
        return false;
    }

    /** Whether a service of the policy, or of the file of people, has that name. */
    default boolean isService(String login) {
        return false;
    }

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
