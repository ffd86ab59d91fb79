package dev.sallyport.control.console;

import java.time.Instant;
import java.util.Set;

/** Something that goes on record; never a secret. */
public sealed interface ConsoleEvent {

    /**
     * A key was issued.
     *
     * @param actor who did it
     */
    record KeyIssued(
            String actor, String id, String owner, String name, Set<Right> scopes, Instant until)
            implements ConsoleEvent {
        public KeyIssued {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A key opens nothing any more. */
    record KeyRevoked(String actor, String id, String owner, String reason)
            implements ConsoleEvent {}

    /**
     * Somebody's session was ended; what ended with it the gateway records.
     *
     * @param login whose it was
     */
    record SessionEnded(String actor, String id, String login, String reason)
            implements ConsoleEvent {}

    /** A directory may tell of people, by a token. */
    record SourceAdmitted(String actor, String id, String name, Instant until)
            implements ConsoleEvent {}

    /** It may not any more. */
    record SourceRefused(String actor, String id, String name) implements ConsoleEvent {}

    /** A gateway elsewhere may follow, by a token. */
    record GatewayAdmitted(String actor, String id, String name, Instant until)
            implements ConsoleEvent {}

    /** It may not any more. */
    record GatewayRefused(String actor, String id, String name) implements ConsoleEvent {}

    /**
     * Something was asked that the command line does; what comes of it has events of its own.
     *
     * @param command its word, without what it takes
     */
    record CommandGiven(String actor, String command) implements ConsoleEvent {}
}
