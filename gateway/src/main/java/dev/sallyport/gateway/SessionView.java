package dev.sallyport.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open session as operators see it.
 *
 * @param id joins it with its events in the record
 * @param statements how many have been asked for
 * @param ends when the first of its clocks ends it
 * @param endsBy which clock that is; empty where none runs
 */
public record SessionView(
        String id,
        String login,
        List<String> roles,
        String purpose,
        String database,
        String address,
        Instant since,
        State state,
        long statements,
        Optional<Instant> ends,
        Optional<String> endsBy) {

    /** What a session does at this moment. */
    public enum State {
        RUNNING,
        IDLE,
        IDLE_IN_TRANSACTION
    }

    public SessionView {
        roles = List.copyOf(roles);
    }
}
