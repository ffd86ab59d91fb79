package dev.sallyport.app;

import dev.sallyport.gateway.ExportRequests;
import dev.sallyport.gateway.SessionView;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The gateways of a deployment: the one that runs in this process, or those that follow it. */
interface Gateways {
    /** Every open session, the oldest first. */
    List<SessionView> sessions();

    /**
     * Ends one, unless it is over.
     *
     * @param by who wants it
     */
    void end(String session, String by, String reason);

    /**
     * Says something to whoever has one open.
     *
     * @param by who says it
     */
    void tell(String session, String by, String words);

    /**
     * Ends all that these people have open; their rights are others now.
     *
     * @throws Refused where not every gateway has heard it
     */
    void end(Set<String> logins);

    /** The same where the databases have ended their sessions, too: who is away hears it later. */
    default void lose(Set<String> logins) {
        try {
            end(logins);
        } catch (Refused away) {
            // What holds is what it hears first when it is back.
        }
    }

    /** Exports that somebody has asked for, the oldest first. */
    List<ExportRequests.Request> exports();

    /**
     * Answers a request for an export; on record before it counts.
     *
     * @param operator who gives the order
     * @param by who answers for it
     * @param until empty for a refusal
     */
    void answer(ExportRequests.Request one, String operator, String by, Optional<Instant> until);

    /** Those that should be there and are not: nothing above is known of them. */
    Set<String> away();

    /** Whether what people are shown stands in records of their own. */
    boolean haveRecords();

    /** Waits, not for long, until they go by what holds here. */
    void settle();
}
