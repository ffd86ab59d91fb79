package dev.sallyport.policy;

import java.util.List;
import java.util.Optional;

/** How a value is shown to somebody who may not see it in clear. */
public sealed interface Mask {

    /** The name roles use. */
    String name();

    /** The column's name in what people see; empty keeps the real one. */
    Optional<String> as();

    /** The column is there and always null. */
    record Hide(String name, Optional<String> as) implements Mask {}

    /**
     * The last {@code n} characters in clear, letters and digits before them replaced, punctuation
     * kept; a value of {@code n} characters or fewer is replaced whole.
     */
    record KeepLast(String name, Optional<String> as, int n, String fill) implements Mask {}

    /** The first {@code n} characters; {@code n} fills where the prefix is listed. */
    record KeepFirst(String name, Optional<String> as, int n, String fill, List<String> zeroIfIn)
            implements Mask {
        public KeepFirst {
            zeroIfIn = List.copyOf(zeroIfIn);
        }
    }

    /** The first letter of a name and a full stop. */
    record Initials(String name, Optional<String> as) implements Mask {}

    /** The year of a date as an integer; null for people of {@code capAge} years and older. */
    record Year(String name, Optional<String> as, Optional<Integer> capAge) implements Mask {}
}
