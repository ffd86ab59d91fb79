package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1104;
import static dev.sallyport.problem.ProblemCode.SP1106;
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

/** Reads one entry of {@code roles}. */
final class RoleReader {
    private static final List<String> KEYS = List.of("owner", "reason", "purposes", "allow");
    private static final List<String> RECTANGLE =
            List.of("on", "rows", "see", "masked", "edit", "set");

    private final Lookup lookup;
    private final Problems problems;
    private final EditReader edits;

    RoleReader(Lookup lookup, Problems problems) {
        this.lookup = lookup;
        this.problems = problems;
        this.edits = new EditReader(lookup, problems);
    }

    Role read(Yaml.Entry entry) {
        String name = entry.key().text();
        String what = "role " + Words.quoted(name);
        checkName(entry.key(), what);
        Fields fields = Fields.named(entry, what, problems, KEYS);
        String owner = fields.requiredText("owner", "add `owner:`, who answers for it");
        String reason = fields.requiredText("reason", "add `reason:`, why it exists");
        List<String> purposes = purposes(fields, what);
        List<Role.Rectangle> allow = new ArrayList<>();
        Optional<Yaml> written =
                fields.required("allow", "add `allow:`; a role that allows nothing writes `[]`");
        if (written.isPresent()) {
            for (Yaml item : Fields.items(written.get(), "`allow` of " + what, problems)) {
                allow.addAll(rectangles(item, what));
            }
        }
        return new Role(
                name, owner, reason, purposes, allow, Terms.STANDING, CatalogReader.line(entry));
    }

    private void checkName(Yaml.Scalar name, String what) {
        boolean schema =
                lookup.catalog().databases().values().stream()
                        .anyMatch(database -> database.managed().contains(name.text()));
        if (!Names.isNative(name.text()) || schema) {
            problems.add(
                    name.place(),
                    SP1004,
                    what + " cannot become a name in the database",
                    schema
                            ? "it is the name of a managed schema; choose another"
                            : "use a to z, 0 to 9 and `_`, at most 41 characters, not reserved");
        }
    }

    private List<String> purposes(Fields fields, String what) {
        Optional<Yaml> value = fields.required("purposes", "add `purposes: […]`, at least one");
        List<Yaml.Scalar> words = fields.words("purposes");
        if (value.isPresent() && value.get() instanceof Yaml.Sequence list && words.isEmpty()) {
            problems.add(
                    list.place(),
                    SP1003,
                    "`purposes` of " + what + " is empty",
                    "add at least one");
        }
        return unique(words).stream()
                .filter(word ->
                        lookup.isKnown(
                                word, SP1106, "purpose", lookup.catalog().purposes().keySet()))
                .map(Yaml.Scalar::text)
                .toList();
    }

    /** One rectangle, or one for each table where it edits, so that columns never mix. */
    private List<Role.Rectangle> rectangles(Yaml item, String role) {
        String what = "a rectangle of " + role;
        Fields fields = Fields.of(item, what, problems, RECTANGLE);
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
        List<EditReader.Edited> edited = edits.read(fields, on);
        List<Role.Rectangle> rectangles = new ArrayList<>();
        for (EditReader.Edited part : edited) {
            rectangles.add(
                    new Role.Rectangle(
                            part.on(),
                            scope.map(Scope::name).orElse(""),
                            see,
                            masked,
                            part.edit(),
                            Set.of(),
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

    private List<Yaml.Scalar> unique(List<Yaml.Scalar> words) {
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
