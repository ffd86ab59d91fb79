package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one entry of {@code environments}. */
final class EnvironmentReader {
    private static final List<String> KEYS =
            List.of("label", "colour", "require_purpose", "record", "data");
    private static final List<String> COLOURS =
            List.of("red", "amber", "green", "blue", "violet", "grey");
    private static final List<String> DATA = List.of("real", "synthetic");
    private static final List<String> DETAILS =
            Arrays.stream(Environment.Detail.values())
                    .map(detail -> detail.name().toLowerCase(Locale.ROOT))
                    .toList();

    private final Problems problems;

    EnvironmentReader(Problems problems) {
        this.problems = problems;
    }

    /** What is left out is read as in production: purpose asked, everything recorded, real rows. */
    Environment read(Yaml.Entry entry) {
        String name = entry.key().text();
        String what = "environment " + Words.quoted(name);
        Names.requireWord(entry.key(), what, problems);
        Fields fields = Fields.named(entry, what, problems, KEYS);
        String label = fields.requiredText("label", "add `label:`, as `Production`");
        fields.required("colour", "add `colour:`, one of " + Words.quoted(COLOURS));
        return new Environment(
                name,
                label,
                choice(fields, "colour", COLOURS).orElse(""),
                Flags.read(fields, "require_purpose", problems).orElse(true),
                choice(fields, "record", DETAILS)
                        .map(word -> Environment.Detail.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Environment.Detail.FULL),
                choice(fields, "data", DATA).filter("synthetic"::equals).isPresent(),
                CatalogReader.line(entry));
    }

    private Optional<String> choice(Fields fields, String key, List<String> known) {
        Optional<Yaml.Scalar> word = fields.word(key);
        word.filter(written -> !known.contains(written.text()))
                .ifPresent(written ->
                        problems.add(
                                written.place(),
                                SP1004,
                                "unknown " + Words.quoted(key) + " " + Words.quoted(written.text()),
                                Words.suggestion(written.text(), known)));
        return word.map(Yaml.Scalar::text).filter(known::contains);
    }
}
