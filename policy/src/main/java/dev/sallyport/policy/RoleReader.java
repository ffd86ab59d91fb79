package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1106;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one entry of {@code roles}. */
final class RoleReader {
    private static final List<String> KEYS =
            Stream.concat(
                            Stream.of("owner", "reason", "purposes", "allow"),
                            TermsReader.KEYS.stream())
                    .toList();

    private final Lookup lookup;
    private final Problems problems;
    private final RectangleReader rectangles;
    private final TermsReader terms;

    /**
     * @param roles every name under {@code roles}
     */
    RoleReader(Collection<String> roles, Lookup lookup, Problems problems) {
        this.lookup = lookup;
        this.problems = problems;
        this.rectangles = new RectangleReader(lookup, problems);
        this.terms = new TermsReader(roles, rectangles, lookup, problems);
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
                allow.addAll(rectangles.read(item, what));
            }
        }
        return new Role(
                name,
                owner,
                reason,
                purposes,
                allow,
                terms.read(entry.key(), fields),
                CatalogReader.line(entry));
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
        return rectangles.unique(words).stream()
                .filter(word ->
                        lookup.isKnown(
                                word, SP1106, "purpose", lookup.catalog().purposes().keySet()))
                .map(Yaml.Scalar::text)
                .toList();
    }
}
