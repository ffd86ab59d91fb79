package dev.sallyport.cli;

import java.nio.file.Path;

/** What a person asks about the logins that the database server had without us. */
public sealed interface LoginRequest extends PeopleRequest {

    /** What somebody answers for a login as. */
    enum Kind {
        PERSON,
        SERVICE
    }

    /** Which logins are listed. */
    enum Choice {
        ALL,
        /** Those that somebody has to see to. */
        DUE
    }

    /** Say whose they are, and what is due. */
    record Listing(Path data, Choice choice, Request.Form form) implements LoginRequest {}

    /**
     * Say whose one is.
     *
     * @param name of the login
     * @param person a login of ours, or a source's name for the person
     */
    record Map(Path data, String name, String person, Kind kind, String reason)
            implements LoginRequest {}

    /** Say that it is not so. */
    record Unmap(Path data, String name, String reason) implements LoginRequest {}
}
