package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1104;
import static dev.sallyport.problem.ProblemCode.SP1107;
import static dev.sallyport.problem.ProblemCode.SP1108;
import static dev.sallyport.problem.ProblemCode.SP1112;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code allow}, or what one of {@code on_request} opens. */
final class RectangleReader {
    static final List<String> KEYS =
            List.of("on", "rows", "see", "masked", "edit", "set", "export");

    private final Lookup lookup;
    private final Problems problems;
    private final EditReader edits;

    RectangleReader(Lookup lookup, Problems problems) {
        this.lookup = lookup;
        this.problems = problems;
        this.edits = new EditReader(lookup, problems);
    }

    /** One rectangle, or one for each table where it edits, so that columns never mix. */
    List<Role.Rectangle> read(Yaml item, String role) {
        String what = "a rectangle of " + role;
        return read(Fields.of(item, what, problems, KEYS), what);
    }

    List<Role.Rectangle> read(Fields fields, String what) {
        fields.required("on", "add `on:`, a database or `database.schema.table`");
        List<Role.Target> on = new ArrayList<>();
        Optional<Scope> scope = scope(fields);
        for (Yaml.Scalar word : unique(fields.wordOrWords("on"))) {
            Optional<Role.Target> target = lookup.target(word);
            target.ifPresent(on::add);
            target.ifPresent(at -> scope.ifPresent(rows -> checkReach(word, at, rows)));
        }
        Set<String> see = new LinkedHashSet<>();
        unique(fields.words("see")).stream()
                .filter(lookup::isClass)
                .forEach(word -> see.add(word.text()));
        Map<String, String> masked = masked(fields, see);
        if (List.of("see", "masked", "edit").stream().noneMatch(fields::has)) {
            problems.add(
                    fields.place(),
                    SP1003,
                    what + " allows nothing",
                    "add `see:`, `masked:` or `edit:`");
        }
        Set<String> export = export(fields, see, masked);
        List<EditReader.Edited> edited = edits.read(fields, on);
        List<Role.Rectangle> rectangles = new ArrayList<>();
        for (EditReader.Edited part : edited) {
            rectangles.add(
                    new Role.Rectangle(
                            new LinkedHashSet<>(part.on()),
                            scope.map(Scope::name).orElse(""),
                            see,
                            masked,
                            part.edit(),
                            export,
                            CatalogReader.line(fields.place())));
        }
        return rectangles;
    }

    private Optional<Scope> scope(Fields fields) {
        Map<String, Scope> scopes = lookup.catalog().scopes();
        return fields.requiredWord("rows", "add `rows:`, the name of a scope")
                .filter(word -> lookup.isKnown(word, SP1104, "scope", scopes.keySet()))
                .map(word -> scopes.get(word.text()));
    }

    private void checkReach(Yaml.Scalar word, Role.Target target, Scope scope) {
        Catalog catalog = lookup.catalog();
        boolean reached =
                target.table()
                        .map(table -> catalog.reaches(scope, target.database(), table))
                        .orElseGet(
                                () -> scope.database().map(target.database()::equals).orElse(true));
        if (!reached) {
            problems.add(
                    word.place(),
                    SP1108,
                    "scope "
                            + Words.quoted(scope.name())
                            + " does not reach "
                            + Words.quoted(word.text()),
                    scope.follow()
                            ? "name a table that `subject_of` links to the subject"
                            : "add `follow: subject_of` to the scope, or choose another");
        }
    }

    private Map<String, String> masked(Fields fields, Set<String> see) {
        Map<String, String> masked = new LinkedHashMap<>();
        if (fields.value("masked").isEmpty()) {
            return masked;
        }
        Set<String> masks = lookup.catalog().masks().keySet();
        for (Yaml.Entry entry :
                Fields.entries(fields.value("masked").get(), "`masked`", problems)) {
            Optional<Yaml.Scalar> mask = Fields.word(entry.value(), "a mask", problems);
            boolean known = mask.filter(m -> lookup.isKnown(m, SP1107, "mask", masks)).isPresent();
            if (lookup.isClass(entry.key()) && known) {
                masked.put(entry.key().text(), mask.get().text());
            }
            if (see.contains(entry.key().text())) {
                problems.add(
                        entry.key().place(),
                        SP1112,
                        "class " + Words.quoted(entry.key().text()) + " is both seen and masked",
                        "keep it in `see` or in `masked`");
            }
        }
        return masked;
    }

    /** {@code true} for everything the rectangle shows, or some of its classes. */
    private Set<String> export(Fields fields, Set<String> see, Map<String, String> masked) {
        Set<String> shown = new LinkedHashSet<>(see);
        shown.addAll(masked.keySet());
        Optional<Yaml> written = fields.value("export").filter(value -> !value.isBroken());
        if (written.isEmpty()) {
            return Set.of();
        }
        if (written.get() instanceof Yaml.Scalar scalar) {
            if (scalar.kind() == Yaml.Kind.BOOLEAN && scalar.text().equals("true")) {
                return shown;
            }
            problems.add(
                    scalar.place(),
                    SP1001,
                    "`export` is not `true`",
                    "write `export: true`, a list of classes, or leave it out");
            return Set.of();
        }
        Set<String> export = new LinkedHashSet<>();
        for (Yaml.Scalar word : unique(fields.words("export"))) {
            if (lookup.isClass(word) && !shown.contains(word.text())) {
                problems.add(
                        word.place(),
                        SP1004,
                        "class " + Words.quoted(word.text()) + " is exported and not seen",
                        "add it to `see` or to `masked`");
            }
            export.add(word.text());
        }
        return export;
    }

    List<Yaml.Scalar> unique(List<Yaml.Scalar> words) {
        Map<String, Yaml.Scalar> unique = new LinkedHashMap<>();
        for (Yaml.Scalar word : words) {
            if (unique.putIfAbsent(word.text(), word) != null) {
                problems.add(
                        word.place(),
                        SP1112,
                        Words.quoted(word.text()) + " is written twice",
                        "keep one");
            }
        }
        return List.copyOf(unique.values());
    }
}
