package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1101;
import static dev.sallyport.problem.ProblemCode.SP1102;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code columns}: which column has which class.
 *
 * <p>{@code ehr.hosp.patients: {ssn: phi.ssn}}, {@code ehr.hosp.patients.ssn: phi.ssn}, and {@code
 * ehr.hosp.patients.*: phi.clinical} for every column not named.
 */
final class ColumnsReader {
    private final Set<String> databases;
    private final Set<String> classes;
    private final Problems problems;
    private final Map<String, Map<TableName, Table>> tables = new LinkedHashMap<>();

    ColumnsReader(Set<String> databases, Set<String> classes, Problems problems) {
        this.databases = databases;
        this.classes = classes;
        this.problems = problems;
    }

    private record Table(Place place, Map<String, String> columns, Map<String, Place> places) {}

    /** The governed tables of each database, in file order. */
    Map<String, List<Catalog.GovernedTable>> read(List<Yaml.Entry> entries) {
        entries.forEach(this::entry);
        Map<String, List<Catalog.GovernedTable>> governed = new LinkedHashMap<>();
        tables.forEach((database, byName) ->
                governed.put(
                        database,
                        byName.entrySet().stream()
                                .map(table ->
                                        new Catalog.GovernedTable(
                                                table.getKey(),
                                                table.getValue().columns(),
                                                table.getValue().place()))
                                .toList()));
        return governed;
    }

    private void entry(Yaml.Entry entry) {
        String written = entry.key().text();
        String[] parts = written.split("\\.", -1);
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
                    "write `database.schema.table`, or `database.schema.table.*`");
            return;
        }
        if (!databases.contains(parts[0])) {
            problems.add(
                    entry.key().place(),
                    SP1102,
                    "unknown database " + Words.quoted(parts[0]),
                    Words.suggestion(parts[0], databases));
            return;
        }
        Table table = table(parts[0], name.get(), entry.key().place());
        if (wholeTable) {
            for (Yaml.Entry column :
                    Fields.entries(entry.value(), Words.quoted(written), problems)) {
                column(table, column.key().place(), column.key().text(), column.value());
            }
        } else {
            column(table, entry.key().place(), parts[3], entry.value());
        }
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
        String what = "the class of " + Words.quoted(column);
        Optional<Yaml.Scalar> dataClass = Fields.word(value, what, problems);
        dataClass
                .filter(word -> !classes.contains(word.text()))
                .ifPresent(word ->
                        problems.add(
                                word.place(),
                                SP1101,
                                "unknown class " + Words.quoted(word.text()),
                                Words.suggestion(word.text(), classes)));
        table.columns().putIfAbsent(column, dataClass.map(Yaml.Scalar::text).orElse(""));
    }
}
