package dev.sallyport.control.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session that is open at the gateway.
 *
 * @param id joins it with its events in the record
 * @param state as the command line writes it, such as {@code idle in transaction}
 * @param statements how many have been asked for
 * @param ends when the first of its clocks ends it
 * @param endsBy which clock that is
 */
public record OpenSession(
        String id,
        String login,
        List<String> roles,
        String purpose,
        String database,
        String address,
        Instant since,
        String state,
        long statements,
        Optional<Instant> ends,
        Optional<String> endsBy) {

    public OpenSession {
        roles = List.copyOf(roles);
    }
}
