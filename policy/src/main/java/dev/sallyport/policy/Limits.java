package dev.sallyport.policy;

import java.util.Comparator;
import java.util.Optional;

/**
 * How much may be taken of what is allowed.
 *
 * @param minGroup the smallest number of people an answer may speak of
 */
public record Limits(
        Optional<Integer> rowsPerQuery,
        Optional<Integer> rowsPerHour,
        Optional<Integer> rowsPerDay,
        Optional<Integer> minGroup,
        Optional<ExportRule> export) {

    public static final Limits NONE =
            new Limits(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** What happens to an export, the narrowest first. */
    public enum ExportRule {
        DENY,
        DENY_WHEN_CLASSIFIED,
        APPROVE,
        WATERMARK
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** Whether it says how many rows may be taken. */
    public boolean countsRows() {
        return rowsPerQuery.isPresent() || rowsPerHour.isPresent() || rowsPerDay.isPresent();
    }

    /** Both at once. */
    public Limits narrower(Limits other) {
        Comparator<Integer> fewer = Comparator.naturalOrder();
        return new Limits(
                first(rowsPerQuery, other.rowsPerQuery, fewer),
                first(rowsPerHour, other.rowsPerHour, fewer),
                first(rowsPerDay, other.rowsPerDay, fewer),
                first(minGroup, other.minGroup, fewer.reversed()),
                first(export, other.export, Comparator.naturalOrder()));
    }

    private static <T> Optional<T> first(Optional<T> one, Optional<T> other, Comparator<T> order) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return order.compare(one.get(), other.get()) <= 0 ? one : other;
    }
}
