package dev.sallyport.provision;

import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of a database that the policy governs, with their partitions and children, which have
 * rights of their own.
 *
 * @param all the governed ones that are there
 * @param old those of them that the last apply governed too
 */
record Ruled(Set<TableName> all, Set<TableName> old) {
    public Ruled {
        all = Set.copyOf(all);
        old = Set.copyOf(old);
    }

    /** One table that is below another. */
    private record Below(TableName root, TableName child) {}

    /**
     * @param governed which tables the policy speaks of
     * @param recorded keys of what the last apply left
     */
    static Ruled read(
            Connection connection,
            Map<TableName, Surroundings.Table> tables,
            Predicate<TableName> governed,
            Set<String> recorded)
            throws SQLException {
        List<Below> below =
                Query.list(
                        connection,
                        "descendants.sql",
                        row -> new Below(name(row, 1), name(row, 3)));
        Set<TableName> all = tables.keySet().stream().filter(governed).collect(Collectors.toSet());
        Set<TableName> old =
                all.stream()
                        .filter(table ->
                                recorded.contains(key(table))
                                        || recorded.contains(
                                                new NativeObject.RowSecurity(table).key()))
                        .collect(Collectors.toSet());
        return new Ruled(with(all, below), with(old, below));
    }

    private static TableName name(ResultSet row, int column) throws SQLException {
        return new TableName(row.getString(column), row.getString(column + 1));
    }

    private static Set<TableName> with(Set<TableName> roots, List<Below> below) {
        return Stream.concat(
                        roots.stream(),
                        below.stream().filter(one -> roots.contains(one.root())).map(Below::child))
                .collect(Collectors.toSet());
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
