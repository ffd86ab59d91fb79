package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one entry of {@code masks}. */
final class MaskReader {
    private static final List<String> KINDS =
            List.of(
                    "null",
                    "keep_last",
                    "keep_first",
                    "initials",
                    "date_trunc",
                    "year",
                    "use_column",
                    "surrogate");

    private static final List<String> UNITS =
            Arrays.stream(Mask.Unit.values()).map(Mask.Unit::toString).toList();

    /** Longer than any identifier people write down. */
    private static final int MAX_KEPT = 100;

    /** Nobody is older. */
    private static final int MAX_AGE = 150;

    private final Problems problems;

    MaskReader(Problems problems) {
        this.problems = problems;
    }

    Mask read(Yaml.Entry entry) {
        String name = entry.key().text();
        String kind = kind(entry.value());
        Fields fields = Fields.named(entry, "mask " + Words.quoted(name), problems, keys(kind));
        Optional<String> as = as(fields);
        return switch (kind) {
            case "keep_last" -> new Mask.KeepLast(name, as, kept(fields), fill(fields, "*"));
            case "keep_first" -> keepFirst(name, as, fields);
            case "initials" -> new Mask.Initials(name, as);
            case "year" -> new Mask.Year(name, as, age(fields));
            case "date_trunc" -> new Mask.DateTrunc(name, as, unit(fields), age(fields));
            case "use_column" -> new Mask.UseColumn(name, as, column(fields));
            case "surrogate" -> new Mask.Surrogate(name, as, column(fields));
            case "null" -> new Mask.Hide(name, as);
            default -> unknownKind(name, fields);
        };
    }

    private static List<String> keys(String kind) {
        return switch (kind) {
            case "keep_last" -> List.of("kind", "as", "n", "fill");
            case "keep_first" -> List.of("kind", "as", "n", "fill", "zero_if_in");
            case "year" -> List.of("kind", "as", "cap_age");
            case "date_trunc" -> List.of("kind", "as", "to", "cap_age");
            case "use_column", "surrogate" -> List.of("kind", "as", "column");
            case "null", "initials" -> List.of("kind", "as");
            default -> List.of("kind", "as", "n", "fill", "zero_if_in", "cap_age", "to", "column");
        };
    }

    /** Also the bare {@code null}, which YAML takes for no value. */
    private static String kind(Yaml value) {
        return value instanceof Yaml.Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> entry.key().text().equals("kind"))
                        .map(Yaml.Entry::value)
                        .filter(Yaml.Scalar.class::isInstance)
                        .map(kind -> ((Yaml.Scalar) kind).text())
                        .findFirst()
                        .orElse("")
                : "";
    }

    private Mask unknownKind(String name, Fields fields) {
        Optional<Yaml> kind = fields.required("kind", "add `kind:`, one of " + Words.quoted(KINDS));
        if (kind.isPresent() && !kind.get().isBroken()) {
            String word = kind.get() instanceof Yaml.Scalar scalar ? scalar.text() : "";
            problems.add(
                    kind.get().place(),
                    SP1004,
                    "unknown kind of mask " + Words.quoted(word),
                    Words.suggestion(word, KINDS));
        }
        return new Mask.Hide(name, Optional.empty());
    }

    private Mask keepFirst(String name, Optional<String> as, Fields fields) {
        int kept = kept(fields);
        List<String> prefixes = new ArrayList<>();
        for (Yaml.Scalar prefix : fields.words("zero_if_in")) {
            if (kept > 0 && prefix.text().length() != kept) {
                problems.add(
                        prefix.place(),
                        SP1004,
                        "prefix " + Words.quoted(prefix.text()) + " is not of length " + kept,
                        "write " + kept + " characters");
            }
            prefixes.add(prefix.text());
        }
        return new Mask.KeepFirst(name, as, kept, fill(fields, "0"), prefixes);
    }

    private Mask.Unit unit(Fields fields) {
        Optional<Yaml.Scalar> word =
                fields.requiredWord("to", "add `to:`, one of " + Words.quoted(UNITS));
        word.filter(written -> !UNITS.contains(written.text()))
                .ifPresent(written ->
                        problems.add(
                                written.place(),
                                SP1004,
                                "unknown unit " + Words.quoted(written.text()),
                                Words.suggestion(written.text(), UNITS)));
        return Arrays.stream(Mask.Unit.values())
                .filter(unit -> word.isPresent() && word.get().text().equals(unit.toString()))
                .findFirst()
                .orElse(Mask.Unit.YEAR);
    }

    private String column(Fields fields) {
        Optional<Yaml.Scalar> column =
                fields.requiredWord("column", "add `column:`, the one that is shown instead");
        column.filter(name -> !Names.isIdentifier(name.text()))
                .ifPresent(name ->
                        problems.add(
                                name.place(),
                                SP1004,
                                "`column` is not the name of a column",
                                "write a name without dots, at most 63 bytes"));
        return column.map(Yaml.Scalar::text).orElse("");
    }

    private int kept(Fields fields) {
        fields.required("n", "add `n:`, the number of characters kept");
        return fields.number("n", 1, MAX_KEPT).orElse(0);
    }

    private Optional<Integer> age(Fields fields) {
        OptionalInt age = fields.number("cap_age", 1, MAX_AGE);
        return age.isPresent() ? Optional.of(age.getAsInt()) : Optional.empty();
    }

    private String fill(Fields fields, String usual) {
        Optional<Yaml.Scalar> fill = fields.word("fill");
        if (fill.isEmpty()) {
            return usual;
        }
        if (fill.get().text().codePointCount(0, fill.get().text().length()) != 1) {
            problems.add(
                    fill.get().place(), SP1004, "`fill` is not one character", "write one, as `*`");
        }
        return fill.get().text();
    }

    private Optional<String> as(Fields fields) {
        Optional<Yaml.Scalar> as = fields.word("as");
        as.filter(name -> !Names.isIdentifier(name.text()))
                .ifPresent(name ->
                        problems.add(
                                name.place(),
                                SP1004,
                                "`as` is not the name of a column",
                                "write a name without dots, at most 63 bytes"));
        return as.map(Yaml.Scalar::text);
    }
}
