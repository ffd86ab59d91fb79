package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1102;
import static dev.sallyport.problem.ProblemCode.SP1119;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code databases} and {@code columns}. */
final class DatabaseReader {
    private static final List<String> KEYS =
            List.of("engine", "env", "subject", "subject_of", "manage", "tables", "hardening");

    private static final List<String> ENGINES =
            Arrays.stream(Catalog.Engine.values())
                    .map(engine -> engine.name().toLowerCase(Locale.ROOT))
                    .toList();

    /** A host, a port and the database's own name there. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s:/]+:[0-9]{1,5}/[^\\s/]+");

    /** The groups and lenses that Sallyport makes begin so, whatever a role is called. */
    private static final String OWN_ROLES = "sp_*";

    private final Sections sections;
    private final Set<String> classes;
    private final Set<String> environments;
    private final Problems problems;
    private Map<String, ColumnsReader.Columns> columns = Map.of();

    DatabaseReader(
            Sections sections, Set<String> classes, Set<String> environments, Problems problems) {
        this.sections = sections;
        this.classes = classes;
        this.environments = environments;
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
        columns =
                new ColumnsReader(written.keySet(), classes, problems)
                        .read(sections.entries("columns"));
        Map<String, Catalog.Database> databases = new LinkedHashMap<>();
        written.forEach((name, entry) -> databases.put(name, database(entry)));
        return databases;
    }

    private Catalog.Database database(Yaml.Entry entry) {
        String name = entry.key().text();
        ColumnsReader.Columns own = columns(name);
        String what = "database " + Words.quoted(name);
        Names.requireWord(entry.key(), what, problems);
        Fields fields = Fields.named(entry, what, problems, KEYS);
        Catalog.Engine engine = engine(fields);
        Map<String, String> env = env(fields);
        List<String> managed = managed(fields, what, own);
        Hardening hardening = new HardeningReader(problems).read(fields.value("hardening"));
        Place place = CatalogReader.line(entry);
        Catalog.Database bare =
                new Catalog.Database(
                        name,
                        engine,
                        env,
                        Optional.empty(),
                        List.of(),
                        managed,
                        own.tables(),
                        own.patterns(),
                        List.of(),
                        hardening,
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
                name,
                engine,
                env,
                subject,
                links,
                managed,
                own.tables(),
                own.patterns(),
                new RowKeepingReader(lookup, problems).read(fields.value("tables"), bare),
                hardening,
                place);
    }

    private ColumnsReader.Columns columns(String database) {
        return columns.getOrDefault(database, ColumnsReader.Columns.NONE);
    }

    private Catalog.Engine engine(Fields fields) {
        Optional<Yaml.Scalar> word = fields.requiredWord("engine", "add `engine: postgresql`");
        word.filter(written -> !ENGINES.contains(written.text()))
                .ifPresent(written ->
                        problems.add(
                                written.place(),
                                SP1004,
                                "unknown engine " + Words.quoted(written.text()),
                                Words.suggestion(written.text(), ENGINES)));
        return word.map(Yaml.Scalar::text)
                .filter(ENGINES::contains)
                .map(written -> Catalog.Engine.valueOf(written.toUpperCase(Locale.ROOT)))
                .orElse(Catalog.Engine.POSTGRESQL);
    }

    /** Where the database stands in each environment. */
    private Map<String, String> env(Fields fields) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Yaml.Entry entry :
                fields.value("env")
                        .map(value -> Fields.entries(value, "`env`", problems))
                        .orElse(List.of())) {
            Yaml.Scalar name = entry.key();
            if (!environments.contains(name.text())) {
                problems.add(
                        name.place(),
                        SP1119,
                        "unknown environment " + Words.quoted(name.text()),
                        Words.suggestion(name.text(), environments));
            }
            Fields.word(entry.value(), "an address", problems)
                    .filter(this::isAddress)
                    .ifPresent(address -> addresses.put(name.text(), address.text()));
        }
        return addresses;
    }

    private boolean isAddress(Yaml.Scalar word) {
        boolean address = ADDRESS.matcher(word.text()).matches();
        if (!address) {
            problems.add(
                    word.place(),
                    SP1004,
                    Words.quoted(word.text()) + " is not an address",
                    "write `host:port/database`");
        }
        return address;
    }

    private List<String> managed(Fields fields, String what, ColumnsReader.Columns own) {
        Optional<Yaml> manage =
                fields.required("manage", "add `manage: {schemas: […]}`; nothing else is altered");
        if (manage.isEmpty()) {
            return List.of();
        }
        Fields managing =
                Fields.of(manage.get(), "`manage`", problems, List.of("schemas", "roles"));
        managing.words("roles").forEach(this::checkOwnRoles);
        managing.required("schemas", "add `schemas: […]`");
        List<String> schemas = new ArrayList<>();
        managing.words("schemas").forEach(word -> schemas.add(word.text()));
        own.tables()
                .values()
                .forEach(table ->
                        checkManaged(
                                table.name().schema(),
                                "table " + Words.quoted(table.name().toString()),
                                table.place(),
                                what,
                                schemas));
        own.patterns()
                .forEach(pattern ->
                        pattern.schema()
                                .ifPresent(schema ->
                                        checkManaged(
                                                schema,
                                                "pattern " + Words.quoted(schema + ".*"),
                                                pattern.place(),
                                                what,
                                                schemas)));
        return schemas;
    }

    private void checkManaged(
            String schema, String covered, Place place, String database, List<String> schemas) {
        if (!schemas.contains(schema)) {
            problems.add(
                    place,
                    SP1102,
                    covered + " is in a schema that " + database + " does not manage",
                    "add " + Words.quoted(schema) + " to `manage: schemas`");
        }
    }

    private void checkOwnRoles(Yaml.Scalar word) {
        if (!word.text().equals(OWN_ROLES)) {
            problems.add(
                    word.place(),
                    SP1004,
                    Words.quoted(word.text()) + " are not roles that Sallyport makes",
                    "write " + Words.quoted(OWN_ROLES) + ", or leave `roles` out");
        }
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
        Optional<String> elsewhere = elsewhere(parsed.get(), database.name());
        Optional<Catalog.GovernedTable> target =
                elsewhere.isPresent()
                        ? remote(elsewhere.get(), word(parsed.get().target(), place))
                        : lookup.table(database, word(parsed.get().target(), place));
        if (target.isEmpty() || !lookup.isColumn(target.get(), targetColumn)) {
            problems.someLinkIsBroken();
            return Optional.empty();
        }
        TableName name = target.get().name();
        if (elsewhere.isEmpty() && subject.isPresent() && !subject.get().table().equals(name)) {
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
                        elsewhere,
                        name,
                        targetColumn.text(),
                        CatalogReader.line(entry)));
    }

    /** The database of {@code ehr.hosp.patients.mrn}, where it is not the one linked from. */
    private Optional<String> elsewhere(Arrow arrow, String own) {
        String[] parts = arrow.target().split("\\.", -1);
        return Optional.of(parts[0]).filter(name -> parts.length == 3 && !name.equals(own));
    }

    private Optional<Catalog.GovernedTable> remote(String database, Yaml.Scalar target) {
        Map<TableName, Catalog.GovernedTable> tables = columns(database).tables();
        Optional<Catalog.GovernedTable> found =
                Names.table(target.text().substring(database.length() + 1))
                        .flatMap(name -> Optional.ofNullable(tables.get(name)));
        if (found.isEmpty()) {
            problems.add(
                    target.place(),
                    SP1102,
                    "unknown table " + Words.quoted(target.text()),
                    Words.suggestion(
                            target.text(),
                            tables.keySet().stream().map(name -> database + "." + name).toList()));
        }
        return found;
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
