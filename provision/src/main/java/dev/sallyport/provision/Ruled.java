package dev.sallyport.provision;

import dev.sallyport.sql.TableName;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tables of a database that the policy governs.
 *
 * @param all the governed ones that are there
 * @param old those of them that the last apply governed too
 */
record Ruled(Set<TableName> all, Set<TableName> old) {
    public Ruled {
        all = Set.copyOf(all);
        old = Set.copyOf(old);
    }

    /**
     * @param governed which tables the policy speaks of
     * @param recorded keys of what the last apply left
     */
    static Ruled of(
            Map<TableName, Surroundings.Table> tables,
            Predicate<TableName> governed,
            Set<String> recorded) {
        Set<TableName> all = tables.keySet().stream().filter(governed).collect(Collectors.toSet());
        return new Ruled(
                all,
                all.stream()
                        .filter(table ->
                                recorded.contains(key(table))
                                        || recorded.contains(
                                                new NativeObject.RowSecurity(table).key()))
                        .collect(Collectors.toSet()));
    }

    /** Under which an apply records a table as governed. */
    static String key(TableName table) {
        return "governed " + table;
    }

    boolean rules(TableName table) {
        return all.contains(table);
    }

    boolean isOld(TableName table) {
        return old.contains(table);
    }
}
