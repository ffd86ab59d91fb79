package dev.sallyport.policy;

import java.util.Optional;

/**
 * How long a session may last.
 *
 * @param idle without a statement
 * @param max in all
 * @param statement for one statement
 */
public record SessionClocks(Optional<Span> idle, Optional<Span> max, Optional<Span> statement) {
    public static final SessionClocks NONE =
            new SessionClocks(Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isNone() {
        return equals(NONE);
    }
}
