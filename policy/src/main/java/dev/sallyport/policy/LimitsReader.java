package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code limits} of a role or of an assignment. */
final class LimitsReader {
    static final List<String> KEYS =
            List.of("rows_per_query", "rows_per_hour", "rows_per_day", "min_group", "export");

    private static final List<String> RULES =
            Arrays.stream(Limits.ExportRule.values()).map(LimitsReader::spelled).toList();

    /** What six digits hold; whoever needs more rows needs no limit. */
    private static final int MAX_ROWS = 999_999;

    private final Problems problems;

    LimitsReader(Problems problems) {
        this.problems = problems;
    }

    /** No limits where the key is absent. */
    Limits read(Fields owner, String what) {
        Optional<Yaml> written = owner.value("limits");
        if (written.isEmpty()) {
            return Limits.NONE;
        }
        Fields fields = Fields.of(written.get(), "`limits` of " + what, problems, KEYS);
        if (written.get() instanceof Yaml.Mapping mapping && mapping.entries().isEmpty()) {
            problems.add(
                    mapping.place(),
                    SP1003,
                    "`limits` of " + what + " is empty",
                    "write one of " + Words.quoted(KEYS));
        }
        return new Limits(
                rows(fields, "rows_per_query"),
                rows(fields, "rows_per_hour"),
                rows(fields, "rows_per_day"),
                number(fields.number("min_group", 2, MAX_ROWS)),
                export(fields));
    }

    private static Optional<Integer> rows(Fields fields, String key) {
        return number(fields.number(key, 1, MAX_ROWS));
    }

    private static Optional<Integer> number(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private Optional<Limits.ExportRule> export(Fields fields) {
        Optional<Yaml.Scalar> word = fields.word("export");
        if (word.isPresent() && !RULES.contains(word.get().text())) {
            problems.add(
                    word.get().place(),
                    SP1004,
                    "unknown rule for exports " + Words.quoted(word.get().text()),
                    Words.suggestion(word.get().text(), RULES));
        }
        return Arrays.stream(Limits.ExportRule.values())
                .filter(rule -> word.isPresent() && word.get().text().equals(spelled(rule)))
                .findFirst();
    }

    private static String spelled(Limits.ExportRule rule) {
        return rule.name().toLowerCase(Locale.ROOT);
    }
}
