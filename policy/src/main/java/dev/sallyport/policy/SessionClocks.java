package dev.sallyport.policy;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long a session may last, and how many one person may have.
 *
 * @param idle without a statement
 * @param max in all
 * @param statement for one statement
 * @param warn how long before its end a session is told
 * @param atOnce how many may be open at the same time
 * @param mfa how long ago, at most, a second factor was proved
 * @param pooling for how long each keeps an account at the database; of two, the shorter
 */
public record SessionClocks(
        Optional<Span> idle,
        Optional<Span> max,
        Optional<Span> statement,
        Optional<Span> warn,
        Optional<Integer> atOnce,
        Optional<Span> mfa,
        Pooling pooling) {
    public static final SessionClocks NONE =
            new SessionClocks(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Pooling.SESSION);

    /** Both at once; who asks to be warned earlier is. */
    SessionClocks shorter(SessionClocks other) {
        return new SessionClocks(
                less(idle, other.idle),
                less(max, other.max),
                less(statement, other.statement),
                Stream.concat(warn.stream(), other.warn.stream()).max(Comparator.naturalOrder()),
                less(atOnce, other.atOnce),
                less(mfa, other.mfa),
                pooling == Pooling.TRANSACTION ? pooling : other.pooling);
    }

    private static <T extends Comparable<T>> Optional<T> less(Optional<T> one, Optional<T> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
