package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1102;
import static dev.sallyport.problem.ProblemCode.SP1113;

import dev.sallyport.problem.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code scopes}. */
final class ScopeReader {
    private static final List<String> KEYS = List.of("on", "where", "any", "exists", "follow");
    private static final List<String> PARTS = List.of("where", "any", "exists");

    private final Lookup lookup;
    private final Problems problems;
    private final ValueReader values;

    ScopeReader(Lookup lookup, Problems problems) {
        this.lookup = lookup;
        this.problems = problems;
        this.values = new ValueReader(problems);
    }

    Scope read(Yaml.Entry entry) {
        String name = entry.key().text();
        String what = "scope " + Words.quoted(name);
        Names.requireWord(entry.key(), what, problems);
        Fields fields = Fields.named(entry, what, problems, KEYS);
        Place place = CatalogReader.line(entry);
        Optional<Lookup.Found> on = on(entry.value(), fields);
        if (on.isEmpty()) {
            return new Scope(name, Optional.empty(), Optional.empty(), everything(), false, place);
        }
        if (PARTS.stream().noneMatch(fields::has)) {
            problems.add(
                    fields.place(),
                    SP1003,
                    what + " has no condition",
                    "add `where:`, `any:` or `exists:`; every row is written `{}`");
        }
        return new Scope(
                name,
                Optional.of(on.get().database().name()),
                Optional.of(on.get().table().name()),
                condition(fields, on.get()),
                follow(fields, on.get()),
                place);
    }

    private Optional<Lookup.Found> on(Yaml value, Fields fields) {
        boolean everyRow = value instanceof Yaml.Mapping mapping && mapping.entries().isEmpty();
        return everyRow
                ? Optional.empty()
                : fields.requiredWord("on", "add `on:`, as `database.schema.table`")
                        .flatMap(lookup::table);
    }

    private boolean follow(Fields fields, Lookup.Found on) {
        Optional<Yaml.Scalar> follow = fields.word("follow");
        if (follow.isEmpty()) {
            return false;
        }
        Place place = follow.get().place();
        if (!follow.get().text().equals("subject_of")) {
            problems.add(
                    place,
                    SP1004,
                    "unknown way to follow " + Words.quoted(follow.get().text()),
                    "write `follow: subject_of`");
        }
        boolean onSubject =
                on.database()
                        .subject()
                        .filter(subject -> subject.table().equals(on.table().name()))
                        .isPresent();
        if (!onSubject || on.database().links().isEmpty()) {
            problems.add(
                    place,
                    SP1113,
                    "table " + Words.quoted(on.table().name().toString()) + " is not followed",
                    "make it the database's `subject` and say in `subject_of` who points at it");
        }
        return true;
    }

    /** Everything the fields say must hold. */
    private Scope.Condition condition(Fields fields, Lookup.Found on) {
        List<Scope.Condition> parts = new ArrayList<>();
        fields.value("where").ifPresent(value -> parts.addAll(where(value, on.table())));
        fields.value("any").ifPresent(value -> parts.add(any(value, on)));
        fields.value("exists").flatMap(value -> exists(value, on)).ifPresent(parts::add);
        return allOf(parts);
    }

    private List<Scope.Condition> where(Yaml value, Catalog.GovernedTable table) {
        List<Scope.Condition> parts = new ArrayList<>();
        List<Yaml.Entry> entries = Fields.entries(value, "`where`", problems);
        if (entries.isEmpty() && !value.isBroken()) {
            problems.add(value.place(), SP1003, "`where` is empty", "write `{column: value}`");
        }
        for (Yaml.Entry entry : entries) {
            lookup.isColumn(table, entry.key());
            values.compared(entry.value())
                    .map(compared ->
                            new Scope.Matches(
                                    entry.key().text(), compared, CatalogReader.line(entry)))
                    .ifPresent(parts::add);
        }
        return parts;
    }

    private Scope.Condition any(Yaml value, Lookup.Found on) {
        List<Scope.Condition> parts = new ArrayList<>();
        List<Yaml> items = Fields.items(value, "`any`", problems);
        if (items.isEmpty() && !value.isBroken()) {
            problems.add(value.place(), SP1003, "`any` is empty", "write a list of conditions");
        }
        for (Yaml item : items) {
            Fields fields = Fields.of(item, "a condition", problems, PARTS);
            if (PARTS.stream().noneMatch(fields::has) && item instanceof Yaml.Mapping) {
                problems.add(
                        item.place(), SP1003, "an empty condition", "write `where:` or `exists:`");
            }
            parts.add(condition(fields, on));
        }
        return new Scope.AnyOf(parts);
    }

    private Optional<Scope.Condition> exists(Yaml value, Lookup.Found on) {
        Fields fields = Fields.of(value, "`exists`", problems, List.of("table", "match", "where"));
        Optional<Yaml> match = fields.required("match", "add `match: {column here: column there}`");
        Optional<Lookup.Found> other =
                fields.requiredWord("table", "add `table:`, as `database.schema.table`")
                        .flatMap(lookup::table);
        if (other.isEmpty() || match.isEmpty()) {
            return Optional.empty();
        }
        if (!other.get().database().name().equals(on.database().name())) {
            problems.add(
                    fields.place(),
                    SP1102,
                    "`exists` looks into another database",
                    "name a table of " + Words.quoted(on.database().name()));
        }
        List<Scope.Condition> where =
                fields.value("where").map(w -> where(w, other.get().table())).orElse(List.of());
        return Optional.of(
                new Scope.Exists(
                        other.get().table().name(),
                        match(match.get(), on.table(), other.get().table()),
                        allOf(where),
                        CatalogReader.line(fields.place())));
    }

    private Map<String, String> match(
            Yaml value, Catalog.GovernedTable table, Catalog.GovernedTable other) {
        Map<String, String> match = new LinkedHashMap<>();
        for (Yaml.Entry entry : Fields.entries(value, "`match`", problems)) {
            Optional<Yaml.Scalar> there =
                    Fields.word(entry.value(), "a column of `match`", problems);
            lookup.isColumn(table, entry.key());
            there.filter(column -> lookup.isColumn(other, column))
                    .ifPresent(column -> match.put(entry.key().text(), column.text()));
        }
        if (value instanceof Yaml.Mapping mapping && mapping.entries().isEmpty()) {
            problems.add(
                    value.place(),
                    SP1003,
                    "`match` is empty",
                    "write `{column here: column there}`");
        }
        return match;
    }

    private static Scope.Condition allOf(List<Scope.Condition> parts) {
        return switch (parts.size()) {
            case 0 -> everything();
            case 1 -> parts.getFirst();
            default -> new Scope.AllOf(parts);
        };
    }

    private static Scope.Condition everything() {
        return new Scope.Everything();
    }
}
