package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Catalog.Accounting;
import dev.sallyport.policy.Catalog.DataClass;
import dev.sallyport.policy.Catalog.GovernedTable;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Data of which more is asked than of other data, and what of it a statement uses. In doubt, it
 * uses it.
 *
 * @param asked which classes
 */
record UsedClasses(Catalog catalog, Predicate<DataClass> asked) {

    /** What the record must say the subjects of ({@code accounting: record}). */
    static UsedClasses accounted(Catalog catalog) {
        return new UsedClasses(catalog, one -> one.accounting() == Accounting.RECORD);
    }

    /** Whether there is such data at all. */
    boolean isAnything() {
        return catalog.classes().values().stream().anyMatch(asked);
    }

    /** The classes of such data of a relation that a statement reads or changes. */
    Stream<DataClass> used(String database, Statement statement, RelationUse use) {
        return Optional.ofNullable(catalog.databases().get(database)).stream()
                .flatMap(one -> one.named(use.relation().name()).stream())
                .flatMap(table -> used(table, statement, use));
    }

    private Stream<DataClass> used(GovernedTable table, Statement statement, RelationUse use) {
        boolean all =
                (use.use() == RelationUse.Use.READ && isAllOf(table))
                        || columns(statement, use.relation()).anyMatch(ColumnUse.ALL::equals)
                        || isCalled(table, statement, use.relation());
        Stream<String> classes =
                all
                        ? table.columns().values().stream()
                        : columns(statement, use.relation())
                                .flatMap(column -> table.classOf(column).stream());
        return classes.flatMap(this::asked);
    }

    /** Where every column is of such a class, it says something already that there is a row. */
    private boolean isAllOf(GovernedTable table) {
        return table.columns().values().stream().allMatch(name -> asked(name).count() == 1);
    }

    /** {@code p.row_to_json} is a function of the whole row, where that is no column. */
    private static boolean isCalled(
            GovernedTable table, Statement statement, RelationName relation) {
        return statement.touches().columns().stream()
                .filter(one -> one.relation().filter(relation::equals).isPresent())
                .anyMatch(one -> !table.columns().containsKey(one.column()));
    }

    private Stream<DataClass> asked(String name) {
        return Optional.ofNullable(catalog.classes().get(name)).filter(asked).stream();
    }

    private static Stream<String> columns(Statement statement, RelationName relation) {
        return statement.touches().columns().stream()
                .filter(one -> one.relation().map(relation::equals).orElse(true))
                .map(ColumnUse::column);
    }
}
