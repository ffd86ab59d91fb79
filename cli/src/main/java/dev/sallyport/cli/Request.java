package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Optional;

/** What a person asked for; every path is absolute. */
public sealed interface Request {

    /** The folder to write a log to, should something unexpected happen. */
    Path data();

    /** Whether the demo waits for people, or walks its own story and ends. */
    enum Story {
        SERVE,
        TOUR
    }

    /** What becomes of the data directory: before, and in the end. */
    enum Keeping {
        KEEP,
        START_OVER,
        THROW_AWAY
    }

    /** How much of a plan is printed. */
    enum Detail {
        SUMMARY,
        SQL
    }

    /** Whether files are written, or only looked at. */
    enum Touch {
        WRITE,
        CHECK
    }

    /** Start the sample hospital behind two doors. */
    record Demo(
            Path data,
            Story story,
            Keeping keeping,
            int patients,
            String host,
            int port,
            Optional<Path> policy)
            implements Request {}

    /** Say what an apply would change. */
    record Plan(Path data, Optional<Path> policy, Detail detail) implements Request {}

    /** Make the database what the policy says. */
    record Apply(Path data, Optional<Path> policy) implements Request {}

    /** Read the policy folder and say what is wrong with it. */
    record PolicyCheck(Path data, Optional<Path> folder) implements Request {}

    /** Run the tests written beside the policy. */
    record PolicyTests(Path data, Optional<Path> folder) implements Request {}

    /** Bring the policy's files into the one form, or name those that are not in it. */
    record PolicyFormat(Path data, Optional<Path> folder, Touch touch) implements Request {}

    /** Print the JSON Schema of a policy file. */
    record PolicySchema(Path data) implements Request {}

    /** Verify the record. */
    record AuditVerify(Path data, Optional<Path> folder) implements Request {}

    /** Print the last events of the record. */
    record AuditShow(Path data, Optional<String> person, int limit) implements Request {}
}
