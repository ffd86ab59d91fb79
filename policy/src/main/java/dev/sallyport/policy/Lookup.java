package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1101;
import static dev.sallyport.problem.ProblemCode.SP1102;
import static dev.sallyport.problem.ProblemCode.SP1103;

import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds what a written word means in the catalog, or reports that it means nothing. */
final class Lookup {
    private final Catalog catalog;
    private final Problems problems;

    Lookup(Catalog catalog, Problems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /** A governed table with the database it is in. */
    record Found(Catalog.Database database, Catalog.GovernedTable table) {}

    Catalog catalog() {
        return catalog;
    }

    boolean isClass(Yaml.Scalar word) {
        return isKnown(word, SP1101, "class", catalog.classes().keySet());
    }

    boolean isKnown(Yaml.Scalar word, ProblemCode code, String what, Collection<String> known) {
        if (known.contains(word.text())) {
            return true;
        }
        problems.add(
                word.place(),
                code,
                "unknown " + what + " " + Words.quoted(word.text()),
                Words.suggestion(word.text(), known));
        return false;
    }

    /** {@code ehr} or {@code ehr.hosp.patients}. */
    Optional<Role.Target> target(Yaml.Scalar word) {
        if (word.text().indexOf('.') < 0) {
            return isKnown(word, SP1102, "database", catalog.databases().keySet())
                    ? Optional.of(new Role.Target(word.text(), Optional.empty()))
                    : Optional.empty();
        }
        return table(word)
                .map(found ->
                        new Role.Target(
                                found.database().name(), Optional.of(found.table().name())));
    }

    /** {@code ehr.hosp.patients}. */
    Optional<Found> table(Yaml.Scalar word) {
        Optional<Found> found = find(word.text());
        if (found.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1102,
                    "unknown table " + Words.quoted(word.text()),
                    Words.suggestion(word.text(), tables()));
        }
        return found;
    }

    /** {@code hosp.patients} of one database. */
    Optional<Catalog.GovernedTable> table(Catalog.Database database, Yaml.Scalar word) {
        Optional<Catalog.GovernedTable> found = Names.table(word.text()).flatMap(database::table);
        if (found.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1102,
                    "unknown table " + Words.quoted(word.text()),
                    Words.suggestion(
                            word.text(),
                            database.tables().stream().map(t -> t.name().toString()).toList()));
        }
        return found;
    }

    /** With a wildcard any column may exist; the database is asked before anything is applied. */
    boolean isColumn(Catalog.GovernedTable table, Yaml.Scalar column) {
        if (table.classOf(column.text()).isPresent()) {
            return true;
        }
        problems.add(
                column.place(),
                SP1103,
                "table "
                        + Words.quoted(table.name().toString())
                        + " has no column "
                        + Words.quoted(column.text()),
                Words.suggestion(column.text(), table.columns().keySet()));
        return false;
    }

    private Optional<Found> find(String written) {
        int dot = Math.max(0, written.indexOf('.'));
        Optional<TableName> name =
                dot == 0 ? Optional.empty() : Names.table(written.substring(dot + 1));
        return Optional.ofNullable(catalog.databases().get(written.substring(0, dot)))
                .flatMap(database ->
                        name.flatMap(database::table).map(table -> new Found(database, table)));
    }

    private List<String> tables() {
        return catalog.databases().values().stream()
                .flatMap(database ->
                        database.tables().stream()
                                .map(table -> database.name() + "." + table.name()))
                .toList();
    }
}
