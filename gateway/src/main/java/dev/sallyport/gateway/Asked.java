package dev.sallyport.gateway;

import dev.sallyport.sql.Derived;
import java.util.List;
import java.util.Set;

/**
 * What a statement that runs says of the people whose rows it may show.
 *
 * @param known whether it is known what runs
 * @param tables about somebody, that it names, once for each time
 * @param derived what its cells show beside columns
 * @param from tables that may be about somebody, whose rows such cells may show
 * @param moves whether it may make a row somebody else's, or write into one what is somebody else's
 */
record Asked(boolean known, List<String> tables, Derived derived, Set<String> from, boolean moves) {
    /** Something that runs where nobody's rows are. */
    static final Asked NOTHING = new Asked(true, List.of(), Derived.NOTHING, Set.of(), false);

    /** Something that runs by a name of which nothing is known. */
    static final Asked UNKNOWN = new Asked(false, List.of(), Derived.ANYTHING, Set.of(), false);

    /** Whether cells that are no columns may show rows about somebody; in doubt they do. */
    boolean mayBeOfSomebody() {
        return !known || !from.isEmpty();
    }
}
