package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1004;

import dev.sallyport.problem.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections of all files of a folder, merged. */
final class Sections {
    static final List<String> KEYS =
            List.of(
                    "version",
                    "environments",
                    "databases",
                    "classes",
                    "columns",
                    "masks",
                    "scopes",
                    "purposes",
                    "roles",
                    "functions",
                    "assignments",
                    "separation_of_duties",
                    "guardrails",
                    "reviews",
                    "console",
                    "adopted",
                    "tests");

    private final Map<String, List<Yaml>> values = new LinkedHashMap<>();
    private final Problems problems;

    Sections(Problems problems) {
        this.problems = problems;
    }

    void add(Yaml file) {
        Fields fields = Fields.of(file, "the policy", problems, KEYS);
        fields.required("version", "start the file with `version: 1`").ifPresent(this::version);
        for (String key : KEYS) {
            fields.value(key)
                    .ifPresent(value ->
                            values.computeIfAbsent(key, k -> new ArrayList<>()).add(value));
        }
    }

    private void version(Yaml value) {
        boolean one =
                value instanceof Yaml.Scalar scalar
                        && scalar.kind() == Yaml.Kind.NUMBER
                        && scalar.text().equals("1");
        if (!one && !value.isBroken()) {
            problems.add(value.place(), SP1004, "an unknown `version`", "write `version: 1`");
        }
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean has(String section) {
        return values.containsKey(section);
    }

    /** The named things of a section; a name in two files is a problem. */
    List<Yaml.Entry> entries(String section) {
        Map<String, Yaml.Entry> merged = new LinkedHashMap<>();
        for (Yaml value : values.getOrDefault(section, List.of())) {
            for (Yaml.Entry entry : Fields.entries(value, Words.quoted(section), problems)) {
                Optional.ofNullable(merged.putIfAbsent(entry.key().text(), entry))
                        .ifPresent(first -> duplicate(entry.key(), first.key().place()));
            }
        }
        return List.copyOf(merged.values());
    }

    private void duplicate(Yaml.Scalar name, Place first) {
        problems.add(
                name.place(),
                SP1001,
                "duplicate key " + Words.quoted(name.text()),
                "it is already at " + Place.line(first.file(), first.line()));
    }

    /** The things of a section that have no names. */
    List<Yaml> items(String section) {
        return values.getOrDefault(section, List.of()).stream()
                .flatMap(value -> Fields.items(value, Words.quoted(section), problems).stream())
                .toList();
    }
}
