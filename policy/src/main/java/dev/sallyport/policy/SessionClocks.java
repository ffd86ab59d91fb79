package dev.sallyport.policy;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Both at once. */
    SessionClocks shorter(SessionClocks other) {
        return new SessionClocks(
                shorter(idle, other.idle),
                shorter(max, other.max),
                shorter(statement, other.statement));
    }

    private static Optional<Span> shorter(Optional<Span> one, Optional<Span> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
