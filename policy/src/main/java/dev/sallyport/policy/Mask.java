package dev.sallyport.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a value is shown to somebody who may not see it in clear. */
public sealed interface Mask {

    /** The name roles use. */
    String name();

    /** The column's name in what people see; empty keeps the real one. */
    Optional<String> as();

    /** The other column of the row that is shown; empty where it is the masked one, or nothing. */
    default Optional<String> instead() {
        return switch (this) {
            case UseColumn other -> Optional.of(other.column());
            case Surrogate code -> Optional.of(code.column());
            case Hide ignored -> Optional.empty();
            case KeepLast ignored -> Optional.empty();
            case KeepFirst ignored -> Optional.empty();
            case Initials ignored -> Optional.empty();
            case DateTrunc ignored -> Optional.empty();
            case Year ignored -> Optional.empty();
        };
    }

    /** The column is there and always null. */
    record Hide(String name, Optional<String> as) implements Mask {}

    /**
     * The last {@code n} characters in clear, letters and digits before them replaced, punctuation
     * kept; a value of {@code n} characters or fewer is replaced whole.
     */
    record KeepLast(String name, Optional<String> as, int n, String fill) implements Mask {}

    /**
     * The first {@code n} characters; {@code n} fills where the prefix is listed, and a value of
     * {@code n} characters or fewer is replaced whole.
     */
    record KeepFirst(String name, Optional<String> as, int n, String fill, List<String> zeroIfIn)
            implements Mask {
        public KeepFirst {
            zeroIfIn = List.copyOf(zeroIfIn);
        }
    }

    /** The first letter of a name and a full stop. */
    record Initials(String name, Optional<String> as) implements Mask {}

    /** A date cut down to the beginning of its year, quarter or month; null as for the year. */
    record DateTrunc(String name, Optional<String> as, Unit to, Optional<Integer> capAge)
            implements Mask {}

    /** What a date is cut down to. */
    enum Unit {
        YEAR,
        QUARTER,
        MONTH;

        /** The word in the policy, and PostgreSQL's. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Another column of the same row instead. */
    record UseColumn(String name, Optional<String> as, String column) implements Mask {}

    /**
     * A code kept in another column of the same row, which stands for the value and does not follow
     * from it. Stored, never computed: whoever may call a keyed function can try every value.
     */
    record Surrogate(String name, Optional<String> as, String column) implements Mask {}

    /** The year of a date as an integer; null for people of {@code capAge} years and older. */
    record Year(String name, Optional<String> as, Optional<Integer> capAge) implements Mask {}
}
