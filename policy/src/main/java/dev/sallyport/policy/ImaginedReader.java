package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1105;
import static dev.sallyport.problem.ProblemCode.SP1106;
import static dev.sallyport.problem.ProblemCode.SP1119;
import static dev.sallyport.problem.ProblemCode.SP1120;

import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who asks in a test, and under which circumstances. */
final class ImaginedReader {
    private static final List<String> CIRCUMSTANCES =
            List.of("purpose", "at", "network", "device", "env");

    private final Set<String> roles;
    private final Assigned assigned;
    private final Lookup lookup;
    private final Problems problems;

    ImaginedReader(Set<String> roles, Assigned assigned, Lookup lookup, Problems problems) {
        this.roles = roles;
        this.assigned = assigned;
        this.lookup = lookup;
        this.problems = problems;
    }

    PolicyTest.Imagined read(Yaml value) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>(Grammar.HOLDING);
        keys.addAll(CIRCUMSTANCES);
        for (Yaml.Entry entry : Fields.entries(value, "`as`", problems)) {
            String key = entry.key().text();
            if (!keys.contains(key)) {
                attributes.put(key, Attributes.values(entry, problems));
            }
        }
        keys.addAll(attributes.keySet());
        Yaml mapping = value instanceof Yaml.Mapping ? value : new Yaml.Broken(value.place());
        Fields fields = Fields.of(mapping, "`as`", problems, keys);
        if (Grammar.HOLDING.stream().noneMatch(fields::has) && value instanceof Yaml.Mapping) {
            problems.add(
                    value.place(),
                    SP1003,
                    "`as` names no role and no group",
                    "add `role:` or `group:`; who holds nothing is `{roles: []}`");
        }
        Catalog catalog = lookup.catalog();
        return new PolicyTest.Imagined(
                grantees(fields),
                heldRoles(fields),
                attributes,
                word(fields, "purpose", "purpose", SP1106, catalog.purposes().keySet()),
                fields.word("at").flatMap(this::at),
                fields.word("network").map(Yaml.Scalar::text),
                device(fields),
                word(fields, "env", "environment", SP1119, catalog.environments().keySet()));
    }

    private Set<Assignment.Grantee> grantees(Fields fields) {
        Set<Assignment.Grantee> grantees = new LinkedHashSet<>();
        for (Yaml.Scalar word : words(fields, "group")) {
            known(word, "assigned group", new Assignment.Group(word.text()))
                    .ifPresent(grantees::add);
        }
        fields.word("person")
                .flatMap(word ->
                        known(word, "assigned person", new Assignment.Individual(word.text())))
                .ifPresent(grantees::add);
        fields.word("agent")
                .flatMap(word -> known(word, "assigned agent", new Assignment.Agent(word.text())))
                .ifPresent(grantees::add);
        fields.word("service")
                .flatMap(word ->
                        known(word, "assigned service", new Assignment.Service(word.text())))
                .ifPresent(grantees::add);
        return grantees;
    }

    private Optional<Assignment.Grantee> known(
            Yaml.Scalar word, String what, Assignment.Grantee meant) {
        List<String> names =
                assigned.assignments().stream()
                        .map(Assignment::grantee)
                        .filter(other -> other.getClass() == meant.getClass())
                        .map(ImaginedReader::name)
                        .distinct()
                        .toList();
        return lookup.isKnown(word, SP1105, what, names) ? Optional.of(meant) : Optional.empty();
    }

    private static String name(Assignment.Grantee grantee) {
        return switch (grantee) {
            case Assignment.Group(String name) -> name;
            case Assignment.Individual(String login) -> login;
            case Assignment.Agent(String name) -> name;
            case Assignment.Service(String name) -> name;
        };
    }

    private Set<String> heldRoles(Fields fields) {
        Set<String> held = new LinkedHashSet<>();
        for (Yaml.Scalar word : words(fields, "role")) {
            if (lookup.isKnown(word, SP1105, "role", roles)) {
                held.add(word.text());
            }
        }
        for (Yaml.Scalar word : words(fields, "function")) {
            if (lookup.isKnown(word, SP1120, "function", assigned.functions().keySet())) {
                Optional.ofNullable(assigned.functions().get(word.text()))
                        .ifPresent(function -> held.addAll(function.roles()));
            }
        }
        return held;
    }

    /** {@code role} and {@code roles}, each a word or a list. */
    private static List<Yaml.Scalar> words(Fields fields, String key) {
        List<Yaml.Scalar> words = new ArrayList<>(fields.wordOrWords(key));
        words.addAll(fields.wordOrWords(key + "s"));
        return words;
    }

    private Optional<String> word(
            Fields fields, String key, String what, ProblemCode code, Set<String> known) {
        return fields.word(key)
                .filter(word -> lookup.isKnown(word, code, what, known))
                .map(Yaml.Scalar::text);
    }

    private Optional<Instant> at(Yaml.Scalar word) {
        return new Ends(problems).read(word, "write `2027-01-31` or `2027-01-31T03:00:00Z`");
    }

    private Map<String, String> device(Fields fields) {
        Map<String, String> device = new LinkedHashMap<>();
        if (fields.value("device").isPresent()) {
            for (Yaml.Entry entry :
                    Fields.entries(fields.value("device").get(), "`device`", problems)) {
                if (entry.value() instanceof Yaml.Scalar scalar) {
                    device.put(entry.key().text(), scalar.text());
                } else if (!entry.value().isBroken()) {
                    problems.add(
                            entry.value().place(),
                            SP1004,
                            "a device's " + Words.quoted(entry.key().text()) + " is no constant",
                            "write a word");
                }
            }
        }
        return device;
    }
}
