package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Has people confirm in a browser that a connection is theirs (ADR 0038). */
public interface BrowserSignIns {
    /** To open a link, prove who one is and press a button. */
    Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * One that waits.
     *
     * @param login as whom it wants to come in, which may be anything
     * @param application what the client calls itself; empty where it does not say
     */
    record Connection(String login, String database, String application, InetAddress client) {}

    /** What came of it. */
    sealed interface Verdict {

        /**
         * The person it wants to come in as has confirmed it.
         *
         * @param id of the token they have for it, whose secret nobody knows
         * @param until when it ends, and the session with it
         * @param factor when they proved a second factor; empty where nobody says that they did
         */
        record Confirmed(String id, Instant until, Optional<Instant> factor) implements Verdict {}

        /** Somebody answered, and it is not confirmed. */
        record Unconfirmed(Problem problem) implements Verdict {}
    }

    /** One that somebody was asked about. */
    interface Waiting {

        /** Where the person goes; no secret. */
        URI link();

        /** What they compare. */
        String code();

        /** It is gone, or waited too long: whatever is confirmed from now on gives nothing. */
        void leave();
    }

    /**
     * Asks; empty where nobody can be asked now. Called on an event loop, so it must not wait.
     *
     * @param told what came of it, once, on any thread; not where nobody answers
     */
    Optional<Waiting> ask(Connection connection, Duration longest, Consumer<Verdict> told);

    /** How long one may wait. */
    default Duration patience() {
        return PATIENCE;
    }

    /** Where no connection is confirmed in a browser. */
    static BrowserSignIns none() {
        return (connection, longest, told) -> Optional.empty();
    }
}
