package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1101;
import static dev.sallyport.problem.ProblemCode.SP1102;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code columns}: which column has which class.
 *
 * <p>{@code ehr.hosp.patients: {ssn: phi.ssn}}, {@code ehr.hosp.patients.ssn: phi.ssn}, and {@code
 * ehr.hosp.patients.*: phi.clinical} for every column not named; {@code ehr.hosp.*} and {@code
 * ehr.*} likewise for every table not named. The longest name wins.
 */
final class ColumnsReader {
    private final Set<String> databases;
    private final Set<String> classes;
    private final Problems problems;
    private final Map<String, Map<TableName, Table>> tables = new LinkedHashMap<>();
    private final Map<String, String> schemas = new HashMap<>();
    private final Map<String, List<Catalog.ColumnPattern>> patterns = new LinkedHashMap<>();

    ColumnsReader(Set<String> databases, Set<String> classes, Problems problems) {
        this.databases = databases;
        this.classes = classes;
        this.problems = problems;
    }

    private record Table(Place place, Map<String, String> columns, Map<String, Place> places) {}

    /**
     * What one database has.
     *
     * @param tables in file order
     */
    record Columns(
            Map<TableName, Catalog.GovernedTable> tables, List<Catalog.ColumnPattern> patterns) {
        static final Columns NONE = new Columns(Map.of(), List.of());
    }

    /** By database. */
    Map<String, Columns> read(List<Yaml.Entry> entries) {
        entries.forEach(this::entry);
        Map<String, Columns> columns = new LinkedHashMap<>();
        for (String database : databases) {
            List<Catalog.ColumnPattern> general = patterns.getOrDefault(database, List.of());
            Map<TableName, Catalog.GovernedTable> governed = new LinkedHashMap<>();
            tables.getOrDefault(database, Map.of())
                    .forEach((name, table) -> governed.put(name, governed(name, table, general)));
            columns.put(database, new Columns(governed, general));
        }
        return columns;
    }

    /** What a table's own names leave open, the pattern of its schema or database decides. */
    private static Catalog.GovernedTable governed(
            TableName name, Table table, List<Catalog.ColumnPattern> general) {
        Catalog.ColumnPattern.of(name.schema(), general)
                .ifPresent(pattern -> table.columns().putIfAbsent("*", pattern.dataClass()));
        return new Catalog.GovernedTable(name, table.columns(), table.place());
    }

    private void entry(Yaml.Entry entry) {
        String written = entry.key().text();
        String[] parts = written.split("\\.", -1);
        if (parts[parts.length - 1].equals("*") && (parts.length == 2 || parts.length == 3)) {
            pattern(entry, parts);
            return;
        }
        boolean wholeTable = parts.length == 3;
        Optional<TableName> name =
                parts.length == 3 || parts.length == 4
                        ? Names.table(parts[1] + "." + parts[2])
                        : Optional.empty();
        if (name.isEmpty()) {
            problems.add(
                    entry.key().place(),
                    SP1102,
                    Words.quoted(written) + " names no table",
                    "write `database.schema.table`, or a pattern that ends in `.*`");
            return;
        }
        if (!isDatabase(parts[0], entry.key().place())) {
            return;
        }
        Table table = table(parts[0], once(name.get()), entry.key().place());
        if (wholeTable) {
            for (Yaml.Entry column :
                    Fields.entries(entry.value(), Words.quoted(written), problems)) {
                column(table, column.key().place(), column.key().text(), column.value());
            }
        } else {
            column(table, entry.key().place(), parts[3], entry.value());
        }
    }

    /** Ten thousand tables are in a handful of schemas. */
    private TableName once(TableName name) {
        return new TableName(
                schemas.computeIfAbsent(name.schema(), schema -> schema), name.table());
    }

    private boolean isDatabase(String name, Place place) {
        if (!databases.contains(name)) {
            problems.add(
                    place,
                    SP1102,
                    "unknown database " + Words.quoted(name),
                    Words.suggestion(name, databases));
        }
        return databases.contains(name);
    }

    private void pattern(Yaml.Entry entry, String[] parts) {
        Place place = entry.key().place();
        if (!isDatabase(parts[0], place)) {
            return;
        }
        Optional<String> schema = parts.length == 3 ? Optional.of(parts[1]) : Optional.empty();
        String dataClass = dataClass(Words.quoted(entry.key().text()), entry.value());
        patterns.computeIfAbsent(parts[0], key -> new ArrayList<>())
                .add(new Catalog.ColumnPattern(schema, dataClass, CatalogReader.line(place)));
    }

    private Table table(String database, TableName name, Place place) {
        return tables.computeIfAbsent(database, key -> new LinkedHashMap<>())
                .computeIfAbsent(
                        name,
                        key ->
                                new Table(
                                        CatalogReader.line(place),
                                        new LinkedHashMap<>(),
                                        new LinkedHashMap<>()));
    }

    private void column(Table table, Place place, String column, Yaml value) {
        if (!column.equals("*") && !Names.isIdentifier(column)) {
            problems.add(
                    place,
                    SP1004,
                    Words.quoted(column) + " is not the name of a column",
                    "write a name without dots, at most 63 bytes");
        }
        Place first = table.places().putIfAbsent(column, place);
        if (first != null) {
            problems.add(
                    place,
                    SP1001,
                    "duplicate column " + Words.quoted(column),
                    "it is already at " + CatalogReader.line(first));
        }
        table.columns().putIfAbsent(column, dataClass(Words.quoted(column), value));
    }

    /** Empty text where what stands there has been reported. */
    private String dataClass(String column, Yaml value) {
        Optional<Yaml.Scalar> dataClass = Fields.word(value, "the class of " + column, problems);
        dataClass
                .filter(word -> !classes.contains(word.text()))
                .ifPresent(word ->
                        problems.add(
                                word.place(),
                                SP1101,
                                "unknown class " + Words.quoted(word.text()),
                                Words.suggestion(word.text(), classes)));
        return dataClass.map(Yaml.Scalar::text).orElse("");
    }
}
