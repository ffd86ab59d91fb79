package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1103;
import static dev.sallyport.problem.ProblemCode.SP1107;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code tests}. */
final class TestReader {
    private static final List<String> KEYS =
            List.of("name", "as", "can", "cannot", "sees", "where");
    private static final List<String> VERBS =
            Arrays.stream(Verb.values()).map(Verb::toString).toList();

    private final Set<String> asked;
    private final ImaginedReader imagined;
    private final Lookup lookup;
    private final Problems problems;

    /**
     * @param asked the columns that an imagined row may have
     */
    TestReader(ImaginedReader imagined, Set<String> asked, Lookup lookup, Problems problems) {
        this.imagined = imagined;
        this.asked = asked;
        this.lookup = lookup;
        this.problems = problems;
    }

    /** One test for each thing the entry expects. */
    List<PolicyTest> read(Yaml item) {
        Fields fields = Fields.of(item, "a test", problems, KEYS);
        String name = fields.requiredText("name", "add `name:`, the fact in plain words");
        Optional<PolicyTest.Imagined> as =
                fields.required("as", "add `as: {role: …}` or `as: {group: …}`")
                        .map(imagined::read);
        Map<String, String> row = row(fields);
        List<PolicyTest.Expectation> expected = new ArrayList<>();
        fields.word("can").flatMap(word -> verdict(word, true)).ifPresent(expected::add);
        fields.word("cannot").flatMap(word -> verdict(word, false)).ifPresent(expected::add);
        fields.value("sees").ifPresent(value -> expected.addAll(sees(value)));
        if (List.of("can", "cannot", "sees").stream().noneMatch(fields::has)
                && item instanceof Yaml.Mapping) {
            problems.add(
                    fields.place(),
                    SP1003,
                    "a test expects nothing",
                    "add `can:`, `cannot:` or `sees:`");
        }
        Place place = CatalogReader.line(item.place());
        return as.stream()
                .flatMap(who ->
                        expected.stream().map(fact -> new PolicyTest(name, who, fact, row, place)))
                .toList();
    }

    private Map<String, String> row(Fields fields) {
        Map<String, String> row = new LinkedHashMap<>();
        if (fields.value("where").isEmpty()) {
            return row;
        }
        for (Yaml.Entry entry : Fields.entries(fields.value("where").get(), "`where`", problems)) {
            String column = entry.key().text();
            if (!asked.contains(column)) {
                problems.add(
                        entry.key().place(),
                        SP1103,
                        "no scope asks about column " + Words.quoted(column),
                        Words.suggestion(column, asked));
            }
            if (entry.value() instanceof Yaml.Scalar scalar && scalar.kind() != Yaml.Kind.NULL) {
                row.put(column, scalar.text());
            } else if (!entry.value().isBroken()) {
                problems.add(
                        entry.value().place(), SP1004, "a row with no value", "write a constant");
            }
        }
        return row;
    }

    private Optional<PolicyTest.Expectation> verdict(Yaml.Scalar written, boolean can) {
        int space = written.text().indexOf(' ');
        Optional<Verb> verb = Verb.of(written.text().substring(0, Math.max(0, space)));
        if (verb.isEmpty()) {
            problems.add(
                    written.place(),
                    SP1004,
                    Words.quoted(written.text()) + " is not a verb and a column",
                    "write `see database.schema.table.column`; verbs are " + Words.quoted(VERBS));
            return Optional.empty();
        }
        Yaml.Scalar what =
                new Yaml.Scalar(
                        written.text().substring(space).strip(), Yaml.Kind.TEXT, written.place());
        return column(what)
                .map(at ->
                        new PolicyTest.Verdict(
                                can, verb.get(), at.database(), at.table(), at.column()));
    }

    private List<PolicyTest.Expectation> sees(Yaml value) {
        List<PolicyTest.Expectation> sees = new ArrayList<>();
        Set<String> masks = lookup.catalog().masks().keySet();
        for (Yaml.Entry entry : Fields.entries(value, "`sees`", problems)) {
            Optional<Yaml.Scalar> mask =
                    Fields.word(entry.value(), "a mask", problems)
                            .filter(word -> lookup.isKnown(word, SP1107, "mask", masks));
            Optional<At> at = column(entry.key());
            if (at.isPresent() && at.get().column().isEmpty()) {
                problems.add(
                        entry.key().place(),
                        SP1004,
                        Words.quoted(entry.key().text()) + " is a table",
                        "name a column, as `database.schema.table.column`");
            } else if (at.isPresent() && mask.isPresent()) {
                sees.add(
                        new PolicyTest.Sees(
                                at.get().database(),
                                at.get().table(),
                                at.get().column().orElseThrow(),
                                mask.get().text()));
            }
        }
        return sees;
    }

    private record At(String database, TableName table, Optional<String> column) {}

    /** {@code database.schema.table} or {@code database.schema.table.column}. */
    private Optional<At> column(Yaml.Scalar written) {
        boolean withColumn = written.text().chars().filter(c -> c == '.').count() == 3;
        int dot = written.text().lastIndexOf('.');
        String table = withColumn ? written.text().substring(0, dot) : written.text();
        Optional<Yaml.Scalar> column =
                withColumn
                        ? Optional.of(
                                new Yaml.Scalar(
                                        written.text().substring(dot + 1),
                                        Yaml.Kind.TEXT,
                                        written.place()))
                        : Optional.empty();
        return lookup.table(new Yaml.Scalar(table, Yaml.Kind.TEXT, written.place()))
                .filter(found -> column.map(c -> lookup.isColumn(found.table(), c)).orElse(true))
                .map(found ->
                        new At(
                                found.database().name(),
                                found.table().name(),
                                column.map(Yaml.Scalar::text)));
    }
}
