package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1102;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code databases} and {@code columns}. */
final class DatabaseReader {
    private static final List<String> KEYS = List.of("engine", "subject", "subject_of", "manage");

    private final Sections sections;
    private final Set<String> classes;
    private final Problems problems;

    DatabaseReader(Sections sections, Set<String> classes, Problems problems) {
        this.sections = sections;
        this.classes = classes;
        this.problems = problems;
    }

    /** {@code column -> schema.table.column}. */
    private record Arrow(String column, String target, String targetColumn) {
        static Optional<Arrow> of(String written) {
            String[] sides = written.split("->", -1);
            int dot = sides.length == 2 ? sides[1].lastIndexOf('.') : -1;
            return dot < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Arrow(
                                    sides[0].strip(),
                                    sides[1].substring(0, dot).strip(),
                                    sides[1].substring(dot + 1).strip()));
        }
    }

    Map<String, Catalog.Database> read() {
        Map<String, Yaml.Entry> written = new LinkedHashMap<>();
        sections.entries("databases").forEach(entry -> written.put(entry.key().text(), entry));
        if (!sections.has("databases")) {
            problems.add(
                    Place.line("10-catalog.yaml", 0),
                    SP1102,
                    "no file of the policy has `databases`",
                    "add `databases:` with at least one name");
        }
        Map<String, List<Catalog.GovernedTable>> tables =
                new ColumnsReader(written.keySet(), classes, problems)
                        .read(sections.entries("columns"));
        Map<String, Catalog.Database> databases = new LinkedHashMap<>();
        written.forEach((name, entry) ->
                databases.put(name, database(entry, tables.getOrDefault(name, List.of()))));
        return databases;
    }

    private Catalog.Database database(Yaml.Entry entry, List<Catalog.GovernedTable> tables) {
        String name = entry.key().text();
        String what = "database " + Words.quoted(name);
        if (!Names.isWord(name)) {
            problems.add(
                    entry.key().place(),
                    SP1004,
                    what + " is not a plain name",
                    "use a to z, 0 to 9 and `_`, at most 41 characters");
        }
        Fields fields = Fields.named(entry, what, problems, KEYS);
        engine(fields);
        List<String> managed = managed(fields, what, tables);
        Place place = CatalogReader.line(entry);
        Catalog.Database bare =
                new Catalog.Database(
                        name,
                        Catalog.Engine.POSTGRESQL,
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        managed,
                        tables,
                        place);
        Lookup lookup =
                new Lookup(
                        new Catalog(
                                Map.of(),
                                Map.of(name, bare),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of()),
                        problems);
        Optional<Catalog.Subject> subject =
                fields.value("subject").flatMap(value -> subject(value, bare, lookup));
        List<Catalog.SubjectLink> links =
                fields.value("subject_of").stream()
                        .flatMap(value -> Fields.entries(value, "`subject_of`", problems).stream())
                        .flatMap(link -> link(link, bare, subject, lookup).stream())
                        .toList();
        return new Catalog.Database(
                name, Catalog.Engine.POSTGRESQL, Map.of(), subject, links, managed, tables, place);
    }

    private void engine(Fields fields) {
        fields.requiredWord("engine", "add `engine: postgresql`")
                .filter(word -> !word.text().equals("postgresql"))
                .ifPresent(word ->
                        problems.add(
                                word.place(),
                                SP1004,
                                "unknown engine " + Words.quoted(word.text()),
                                "write `postgresql`"));
    }

    private List<String> managed(Fields fields, String what, List<Catalog.GovernedTable> tables) {
        Optional<Yaml> manage =
                fields.required("manage", "add `manage: {schemas: […]}`; nothing else is altered");
        if (manage.isEmpty()) {
            return List.of();
        }
        Fields managing = Fields.of(manage.get(), "`manage`", problems, List.of("schemas"));
        managing.required("schemas", "add `schemas: […]`");
        List<String> schemas = new ArrayList<>();
        managing.words("schemas").forEach(word -> schemas.add(word.text()));
        for (Catalog.GovernedTable table : tables) {
            if (!schemas.contains(table.name().schema())) {
                problems.add(
                        table.place(),
                        SP1102,
                        "table "
                                + Words.quoted(table.name().toString())
                                + " is in a schema that "
                                + what
                                + " does not manage",
                        "add " + Words.quoted(table.name().schema()) + " to `manage: schemas`");
            }
        }
        return schemas;
    }

    private Optional<Catalog.Subject> subject(
            Yaml value, Catalog.Database database, Lookup lookup) {
        Fields fields = Fields.of(value, "`subject`", problems, List.of("table", "key", "label"));
        Optional<Yaml.Scalar> key = fields.requiredWord("key", "add `key:`, its column");
        String label = fields.requiredText("label", "add `label:`, as `Patient`");
        Optional<Catalog.GovernedTable> table =
                fields.requiredWord("table", "add `table:`, as `schema.table`")
                        .flatMap(word -> lookup.table(database, word));
        if (table.isEmpty() || key.isEmpty() || !lookup.isColumn(table.get(), key.get())) {
            problems.someLinkIsBroken();
            return Optional.empty();
        }
        return Optional.of(
                new Catalog.Subject(
                        table.get().name(),
                        key.get().text(),
                        label,
                        CatalogReader.line(value.place())));
    }

    private Optional<Catalog.SubjectLink> link(
            Yaml.Entry entry,
            Catalog.Database database,
            Optional<Catalog.Subject> subject,
            Lookup lookup) {
        Optional<Yaml.Scalar> arrow = Fields.word(entry.value(), "a link to the subject", problems);
        Optional<Arrow> parsed = arrow.flatMap(word -> Arrow.of(word.text()));
        if (parsed.isEmpty()) {
            problems.someLinkIsBroken();
            arrow.ifPresent(word ->
                    problems.add(
                            word.place(),
                            SP1004,
                            Words.quoted(word.text()) + " is not a link",
                            "write `column -> schema.table.column`"));
            return Optional.empty();
        }
        Place place = arrow.get().place();
        Yaml.Scalar column = word(parsed.get().column(), place);
        Yaml.Scalar targetColumn = word(parsed.get().targetColumn(), place);
        Optional<Catalog.GovernedTable> target =
                lookup.table(database, word(parsed.get().target(), place));
        if (target.isEmpty() || !lookup.isColumn(target.get(), targetColumn)) {
            problems.someLinkIsBroken();
            return Optional.empty();
        }
        TableName name = target.get().name();
        if (subject.isPresent() && !subject.get().table().equals(name)) {
            problems.someLinkIsBroken();
            problems.add(
                    place,
                    SP1102,
                    "the link leads to " + Words.quoted(name.toString()),
                    "lead it to the subject, " + Words.quoted(subject.get().table().toString()));
        }
        checkLinked(entry.key(), column, database, lookup);
        return Optional.of(
                new Catalog.SubjectLink(
                        entry.key().text(),
                        column.text(),
                        name,
                        targetColumn.text(),
                        CatalogReader.line(entry)));
    }

    private void checkLinked(
            Yaml.Scalar pattern, Yaml.Scalar column, Catalog.Database database, Lookup lookup) {
        if (!pattern.text().endsWith(".*")) {
            lookup.table(database, pattern).ifPresent(table -> lookup.isColumn(table, column));
            return;
        }
        List<String> schemas =
                database.tables().stream().map(table -> table.name().schema()).toList();
        String schema = pattern.text().substring(0, pattern.text().length() - 2);
        if (!lookup.isKnown(word(schema, pattern.place()), SP1102, "schema", Set.copyOf(schemas))) {
            problems.someLinkIsBroken();
        }
    }

    private static Yaml.Scalar word(String text, Place place) {
        return new Yaml.Scalar(text, Yaml.Kind.TEXT, place);
    }
}
