package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1102;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code tables} of a database: by what their rows are kept back. */
final class RowKeepingReader {
    private final Lookup lookup;
    private final Problems problems;

    RowKeepingReader(Lookup lookup, Problems problems) {
        this.lookup = lookup;
        this.problems = problems;
    }

    /**
     * @param bare the database with its tables
     */
    List<RowKeeping> read(Optional<Yaml> written, Catalog.Database bare) {
        List<RowKeeping> keepings = new ArrayList<>();
        written.ifPresent(value ->
                Fields.entries(value, "`tables`", problems)
                        .forEach(entry -> keepings.add(keeping(entry, bare))));
        return keepings;
    }

    private RowKeeping keeping(Yaml.Entry entry, Catalog.Database bare) {
        Yaml.Scalar name = entry.key();
        if (name.text().endsWith(".*")) {
            requireManaged(name, bare);
        } else {
            lookup.table(bare, name);
        }
        Fields fields =
                Fields.named(
                        entry,
                        "table " + Words.quoted(name.text()),
                        problems,
                        List.of("rows", "reason"));
        String reason = fields.requiredText("reason", "say why, for whoever reviews it");
        return new RowKeeping(name.text(), rows(fields), reason, CatalogReader.line(entry));
    }

    private void requireManaged(Yaml.Scalar pattern, Catalog.Database bare) {
        String schema = pattern.text().substring(0, pattern.text().length() - 2);
        if (!bare.managed().contains(schema)) {
            problems.add(
                    pattern.place(),
                    SP1102,
                    "unknown schema " + Words.quoted(schema),
                    Words.suggestion(schema, bare.managed()));
        }
    }

    private RowKeeping.Rows rows(Fields fields) {
        Optional<Yaml.Scalar> word =
                fields.requiredWord("rows", "add `rows: view`, or leave the table out");
        word.filter(written -> !RowKeeping.Rows.words().contains(written.text()))
                .ifPresent(written ->
                        problems.add(
                                written.place(),
                                SP1004,
                                "unknown way to keep rows " + Words.quoted(written.text()),
                                Words.suggestion(written.text(), RowKeeping.Rows.words())));
        return word.filter(written -> written.text().equals(RowKeeping.Rows.VIEW.word()))
                .map(view -> RowKeeping.Rows.VIEW)
                .orElse(RowKeeping.Rows.POLICY);
    }
}
