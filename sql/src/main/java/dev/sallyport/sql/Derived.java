package dev.sallyport.sql;

import java.util.Set;

/**
 * What cells of a result are made of, where they are no column of a table.
 *
 * @param shows whether one of them may show something of a row, and is not named as a column
 * @param columns how many of its list are named as columns
 * @param from tables and views whose rows they may show, each once
 * @param mixed whether a cell may show another row of a table than the cell beside it
 * @param set columns that rows which are there get another value of, by their names alone
 * @param copied tables and views of whose rows a change may write something into its own
 */
public record Derived(
        boolean shows,
        int columns,
        Set<RelationName> from,
        boolean mixed,
        Set<String> set,
        Set<RelationName> copied) {
    /** Of a statement that returns no row of a table. */
    public static final Derived NOTHING =
            new Derived(false, 0, Set.of(), false, Set.of(), Set.of());

    /** Of what cannot be told. */
    public static final Derived ANYTHING = new Derived(true, 0, Set.of(), true, Set.of(), Set.of());

    public Derived {
        from = Set.copyOf(from);
        set = Set.copyOf(set);
        copied = Set.copyOf(copied);
    }
}
