package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import dev.sallyport.problem.Place;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the catalog: every word that roles may use. */
final class CatalogReader {
    private static final Pattern HL7_CODE = Pattern.compile("[A-Z]{2,16}");

    private static final String RECORD = "record";

    private static final List<String> RISKS =
            Arrays.stream(Catalog.Risk.values()).map(CatalogReader::spelled).toList();

    private final Sections sections;
    private final Problems problems;

    CatalogReader(Sections sections, Problems problems) {
        this.sections = sections;
        this.problems = problems;
    }

    Catalog read() {
        Map<String, Environment> environments =
                named("environments", new EnvironmentReader(problems)::read);
        Map<String, Catalog.DataClass> classes = named("classes", this::dataClass);
        Map<String, Mask> masks = named("masks", new MaskReader(problems)::read);
        Map<String, Catalog.Purpose> purposes = named("purposes", this::purpose);
        Map<String, Catalog.Database> databases =
                new DatabaseReader(sections, classes.keySet(), environments.keySet(), problems)
                        .read();
        Catalog words = new Catalog(environments, databases, classes, masks, Map.of(), purposes);
        ScopeReader scopeReader = new ScopeReader(new Lookup(words, problems), problems);
        return new Catalog(
                environments,
                databases,
                classes,
                masks,
                named("scopes", scopeReader::read),
                purposes);
    }

    private <T> Map<String, T> named(String section, Function<Yaml.Entry, T> read) {
        Map<String, T> named = new LinkedHashMap<>();
        for (Yaml.Entry entry : sections.entries(section)) {
            named.put(entry.key().text(), read.apply(entry));
        }
        return named;
    }

    private Catalog.DataClass dataClass(Yaml.Entry entry) {
        String name = entry.key().text();
        if (!Names.isClass(name)) {
            problems.add(
                    entry.key().place(),
                    SP1004,
                    "class " + Words.quoted(name) + " is not two words with a dot",
                    "write it as `phi.contact`");
        }
        Fields fields =
                Fields.named(
                        entry,
                        "class " + Words.quoted(name),
                        problems,
                        List.of("label", "risk", "accounting", "mfa"));
        String label = fields.requiredText("label", "add `label:`, what it holds in plain words");
        return new Catalog.DataClass(
                name,
                label,
                risk(fields),
                accounting(fields),
                new Spans(problems).read(fields, "mfa"),
                line(entry));
    }

    private Catalog.Accounting accounting(Fields fields) {
        Optional<Yaml.Scalar> word = fields.word("accounting");
        word.filter(one -> !one.text().equals(RECORD))
                .ifPresent(one ->
                        problems.add(
                                one.place(),
                                SP1004,
                                "unknown accounting " + Words.quoted(one.text()),
                                "write `record`, or leave `accounting:` out"));
        return word.isPresent() ? Catalog.Accounting.RECORD : Catalog.Accounting.WHERE_KNOWN;
    }

    private Catalog.Risk risk(Fields fields) {
        Optional<Yaml.Scalar> word =
                fields.requiredWord("risk", "add `risk:`, one of " + Words.quoted(RISKS));
        if (word.isPresent() && !RISKS.contains(word.get().text())) {
            problems.add(
                    word.get().place(),
                    SP1004,
                    "unknown risk " + Words.quoted(word.get().text()),
                    Words.suggestion(word.get().text(), RISKS));
        }
        return Arrays.stream(Catalog.Risk.values())
                .filter(risk -> word.isPresent() && word.get().text().equals(spelled(risk)))
                .findFirst()
                .orElse(Catalog.Risk.CRITICAL);
    }

    private Catalog.Purpose purpose(Yaml.Entry entry) {
        String name = entry.key().text();
        Fields fields =
                Fields.named(
                        entry,
                        "purpose " + Words.quoted(name),
                        problems,
                        List.of("code", "label", "needs"));
        String label = fields.requiredText("label", "add `label:`, what people do in plain words");
        Optional<Yaml.Scalar> code =
                fields.requiredWord("code", "add `code:`, of HL7 PurposeOfUse as `TREAT`");
        code.filter(word -> !HL7_CODE.matcher(word.text()).matches())
                .ifPresent(word ->
                        problems.add(
                                word.place(),
                                SP1004,
                                Words.quoted(word.text()) + " is not a code",
                                "write one of HL7 PurposeOfUse, as `TREAT`"));
        return new Catalog.Purpose(
                name,
                code.map(Yaml.Scalar::text).orElse(""),
                label,
                Needs.read(fields, problems),
                line(entry));
    }

    private static String spelled(Catalog.Risk risk) {
        return risk.name().toLowerCase(Locale.ROOT);
    }

    static Place line(Yaml.Entry entry) {
        return line(entry.key().place());
    }

    static Place line(Place place) {
        return Place.line(place.file(), place.line());
    }
}
