package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1103;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code edit} and {@code set} of a rectangle. */
final class EditReader {
    private static final List<String> VERBS = List.of("insert", "update", "delete");

    private final Lookup lookup;
    private final Problems problems;
    private final ValueReader values;

    EditReader(Lookup lookup, Problems problems) {
        this.lookup = lookup;
        this.problems = problems;
        this.values = new ValueReader(problems);
    }

    /** What may be changed in which of the rectangle's targets. */
    record Edited(List<Role.Target> on, Role.Edit edit) {}

    /** One part for all targets where nothing is edited, else one for each table. */
    List<Edited> read(Fields rectangle, List<Role.Target> on) {
        if (!rectangle.has("edit")) {
            rectangle
                    .value("set")
                    .ifPresent(set ->
                            problems.add(
                                    set.place(),
                                    SP1003,
                                    "`set` without `edit`",
                                    "add `edit:`, or leave `set` out"));
            return List.of(new Edited(on, Role.Edit.NOTHING));
        }
        Yaml edit = rectangle.value("edit").orElseThrow();
        Fields verbs = Fields.of(edit, "`edit`", problems, VERBS);
        if (VERBS.stream().noneMatch(verbs::has) && edit instanceof Yaml.Mapping) {
            problems.add(
                    edit.place(),
                    SP1003,
                    "`edit` allows nothing",
                    "add `insert`, `update` or `delete`");
        }
        boolean delete = delete(verbs);
        List<Edited> parts = new ArrayList<>();
        if (isByClass(verbs)) {
            List<Role.Target> whole =
                    on.stream().filter(target -> target.table().isEmpty()).toList();
            whole.forEach(target -> checkPins(rectangle));
            if (!whole.isEmpty()) {
                parts.add(new Edited(whole, byClass(verbs)));
            }
        }
        for (Role.Target target : on) {
            if (target.table().isEmpty() && isByClass(verbs)) {
                continue;
            }
            table(target, edit)
                    .map(table -> edit(table, verbs, delete, rectangle))
                    .ifPresent(read -> parts.add(new Edited(List.of(target), read)));
        }
        return parts;
    }

    /** Only then is it clear what may be changed in tables that are not named. */
    private static boolean isByClass(Fields verbs) {
        List<Yaml.Scalar> words =
                Stream.of("insert", "update")
                        .filter(verb -> verbs.value(verb).orElse(null) instanceof Yaml.Sequence)
                        .flatMap(verb -> verbs.words(verb).stream())
                        .toList();
        return !words.isEmpty()
                && !verbs.has("delete")
                && words.stream().allMatch(word -> word.text().indexOf('.') >= 0);
    }

    private Role.Edit byClass(Fields verbs) {
        return new Role.Edit(
                classes(verbs.words("insert")), classes(verbs.words("update")), false, Map.of());
    }

    private Set<String> classes(List<Yaml.Scalar> words) {
        Set<String> classes = new LinkedHashSet<>();
        words.stream().filter(lookup::isClass).forEach(word -> classes.add(word.text()));
        return classes;
    }

    private void checkPins(Fields rectangle) {
        rectangle
                .value("set")
                .ifPresent(set ->
                        problems.add(
                                set.place(),
                                SP1004,
                                "`set` on a whole database",
                                "name the tables in `on`, as `database.schema.table`"));
    }

    private Optional<Catalog.GovernedTable> table(Role.Target target, Yaml edit) {
        if (target.table().isEmpty()) {
            problems.add(
                    edit.place(),
                    SP1004,
                    "`edit` on the whole database " + Words.quoted(target.database()),
                    "name the tables in `on`, as `database.schema.table`, or edit by class");
        }
        return target.table().flatMap(name -> lookup.catalog().table(target.database(), name));
    }

    private Role.Edit edit(
            Catalog.GovernedTable table, Fields verbs, boolean delete, Fields rectangle) {
        return new Role.Edit(
                columns(table, verbs.words("insert")),
                columns(table, verbs.words("update")),
                delete,
                set(table, rectangle));
    }

    private boolean delete(Fields verbs) {
        Optional<Yaml> value = verbs.value("delete");
        boolean yes =
                value.isPresent()
                        && value.get() instanceof Yaml.Scalar scalar
                        && scalar.kind() == Yaml.Kind.BOOLEAN
                        && scalar.text().equals("true");
        if (!yes) {
            value.filter(written -> !written.isBroken())
                    .ifPresent(written ->
                            problems.add(
                                    written.place(),
                                    SP1001,
                                    "`delete` is not `true`",
                                    "write `delete: true`, or leave it out"));
        }
        return yes;
    }

    private Set<String> columns(Catalog.GovernedTable table, List<Yaml.Scalar> words) {
        Set<String> columns = new LinkedHashSet<>();
        for (Yaml.Scalar word : words) {
            if (word.text().indexOf('.') >= 0) {
                columns.addAll(ofClass(table, word));
            } else if (lookup.isColumn(table, word)) {
                columns.add(word.text());
            }
        }
        return columns;
    }

    private List<String> ofClass(Catalog.GovernedTable table, Yaml.Scalar dataClass) {
        if (!lookup.isClass(dataClass)) {
            return List.of();
        }
        List<String> columns =
                table.columns().entrySet().stream()
                        .filter(column -> column.getValue().equals(dataClass.text()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (columns.contains("*")) {
            // Which columns these are only the database knows: the class stands for them.
            return List.of(dataClass.text());
        }
        if (columns.isEmpty()) {
            problems.add(
                    dataClass.place(),
                    SP1103,
                    "table "
                            + Words.quoted(table.name().toString())
                            + " names no column of class "
                            + Words.quoted(dataClass.text()),
                    "name the columns here, or list them in `columns:`");
            return List.of();
        }
        return columns;
    }

    private Map<String, Scope.Value> set(Catalog.GovernedTable table, Fields rectangle) {
        Map<String, Scope.Value> set = new LinkedHashMap<>();
        Optional<Yaml> written = rectangle.value("set");
        if (written.isEmpty()) {
            return set;
        }
        for (Yaml.Entry entry : Fields.entries(written.get(), "`set`", problems)) {
            lookup.isColumn(table, entry.key());
            values.set(entry.value()).ifPresent(value -> set.put(entry.key().text(), value));
        }
        return set;
    }
}
