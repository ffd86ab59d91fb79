package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Catalog.Accounting;
import dev.sallyport.policy.Catalog.DataClass;
import dev.sallyport.policy.Catalog.GovernedTable;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TableName;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which data the record must say the subjects of ({@code accounting: record}), and what of it a
 * statement uses. In doubt, it uses it.
 */
record Accounted(Catalog catalog) {

    /** Whether there is such data at all. */
    boolean isAnything() {
        return catalog.classes().values().stream().anyMatch(Accounted::isRecord);
    }

    private static boolean isRecord(DataClass one) {
        return one.accounting() == Accounting.RECORD;
    }

    /** The class of such data of a relation that a statement reads or changes. */
    Optional<DataClass> used(String database, Statement statement, RelationUse use) {
        return Optional.ofNullable(catalog.databases().get(database)).stream()
                .flatMap(one -> tables(one, use.relation().name()))
                .flatMap(table -> used(table, statement, use))
                .findFirst();
    }

    private static Stream<GovernedTable> tables(Catalog.Database database, String name) {
        return Stream.concat(
                        database.tables().stream().map(GovernedTable::name),
                        database.managed().stream().map(schema -> new TableName(schema, name)))
                .filter(table -> table.table().equals(name))
                .distinct()
                .flatMap(table -> database.table(table).stream());
    }

    private Stream<DataClass> used(GovernedTable table, Statement statement, RelationUse use) {
        boolean all =
                (use.use() == RelationUse.Use.READ && isAllOf(table))
                        || columns(statement, use.relation()).anyMatch(ColumnUse.ALL::equals);
        Stream<String> classes =
                all
                        ? table.columns().values().stream()
                        : columns(statement, use.relation())
                                .flatMap(column -> table.classOf(column).stream());
        return classes.flatMap(this::record);
    }

    /** Where every column is of such a class, it says something already that there is a row. */
    private boolean isAllOf(GovernedTable table) {
        return table.columns().values().stream().allMatch(name -> record(name).count() == 1);
    }

    private Stream<DataClass> record(String name) {
        return Optional.ofNullable(catalog.classes().get(name))
                .filter(Accounted::isRecord)
                .stream();
    }

    private static Stream<String> columns(Statement statement, RelationName relation) {
        return statement.touches().columns().stream()
                .filter(one -> one.relation().map(relation::equals).orElse(true))
                .map(ColumnUse::column);
    }
}
