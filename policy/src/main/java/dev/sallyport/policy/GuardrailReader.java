package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;

import dev.sallyport.sql.Act;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one entry of {@code guardrails}. */
final class GuardrailReader {
    private static final List<String> KEYS = List.of("name", "never", "watch", "for", "then");
    private static final List<String> ACTS =
            List.of("see", "edit", "export", "statements", "functions", "rows_per_day");
    private static final List<String> BODY =
            List.of(
                    "see",
                    "edit",
                    "export",
                    "statements",
                    "functions",
                    "rows_per_day",
                    "env",
                    "outside",
                    "zone");
    private static final List<String> FOLLOWING = List.of("alert");
    private static final Pattern HOURS =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])");

    private static final Pattern FUNCTION = Pattern.compile(Guardrail.FUNCTION);

    /** More rows than this in a day no hospital has. */
    private static final int MOST_ROWS = 999_999;

    private final Lookup lookup;
    private final Problems problems;
    private final ClassNames classes;

    GuardrailReader(Lookup lookup, Problems problems) {
        this.lookup = lookup;
        this.problems = problems;
        this.classes = new ClassNames(lookup.catalog().classes().keySet(), problems);
    }

    Optional<Guardrail> read(Yaml item) {
        Fields fields = Fields.of(item, "a guardrail", problems, KEYS);
        if (!(item instanceof Yaml.Mapping)) {
            return Optional.empty();
        }
        String name = fields.requiredText("name", "add `name:`, what people call it");
        Optional<AskerKind> against = fields.word("for").flatMap(this::against);
        List<String> then = then(fields);
        if (fields.has("never") == fields.has("watch")) {
            problems.add(
                    fields.place(),
                    SP1003,
                    "a guardrail says " + (fields.has("never") ? "two things" : "nothing"),
                    "write either `never:` or `watch:`");
            return Optional.empty();
        }
        boolean never = fields.has("never");
        String kind = never ? "never" : "watch";
        Yaml written = fields.value(kind).get();
        Fields body = Fields.of(written, Words.quoted(kind), problems, BODY);
        if (written instanceof Yaml.Mapping && ACTS.stream().noneMatch(body::has)) {
            problems.add(
                    written.place(),
                    SP1003,
                    Words.quoted(kind) + " names nothing that people do",
                    "add one of " + Words.quoted(ACTS));
        }
        return Optional.of(
                new Guardrail(
                        name,
                        never ? Guardrail.Effect.NEVER : Guardrail.Effect.WATCH,
                        acts(body),
                        Environments.read(body, lookup, problems),
                        outside(body),
                        against,
                        then,
                        CatalogReader.line(item.place())));
    }

    private Optional<AskerKind> against(Yaml.Scalar word) {
        Optional<AskerKind> kind = AskerKind.of(word.text());
        if (kind.isEmpty()) {
            List<String> kinds = Arrays.stream(AskerKind.values()).map(Enum::toString).toList();
            problems.add(
                    word.place(),
                    SP1004,
                    "`for` is " + Words.quoted(word.text()),
                    Words.suggestion(word.text(), kinds));
        }
        return kind;
    }

    private List<String> then(Fields fields) {
        List<String> then = new ArrayList<>();
        for (Yaml.Scalar word : fields.words("then")) {
            if (FOLLOWING.contains(word.text())) {
                then.add(word.text());
            } else {
                problems.add(
                        word.place(),
                        SP1004,
                        "unknown answer " + Words.quoted(word.text()),
                        Words.suggestion(word.text(), FOLLOWING));
            }
        }
        return then;
    }

    private Guardrail.Acts acts(Fields body) {
        return new Guardrail.Acts(
                classes.read(body, "see"),
                classes.read(body, "edit"),
                classes.read(body, "export"),
                statements(body),
                functions(body),
                body.value("rows_per_day").flatMap(this::volume));
    }

    private Set<Act> statements(Fields body) {
        List<String> known = Arrays.stream(Act.values()).map(Enum::toString).toList();
        Set<Act> statements = new LinkedHashSet<>();
        for (Yaml.Scalar word : body.wordOrWords("statements")) {
            Optional<Act> statement = Act.of(word.text());
            statement.ifPresent(statements::add);
            if (statement.isEmpty()) {
                problems.add(
                        word.place(),
                        SP1004,
                        "unknown class of statement " + Words.quoted(word.text()),
                        Words.suggestion(word.text(), known));
            }
        }
        return statements;
    }

    private Set<String> functions(Fields body) {
        Set<String> functions = new LinkedHashSet<>();
        for (Yaml.Scalar word : body.wordOrWords("functions")) {
            functions.add(word.text());
            if (!FUNCTION.matcher(word.text()).matches()) {
                problems.add(
                        word.place(),
                        SP1004,
                        Words.quoted(word.text()) + " names no function",
                        "write `pg_sleep`, `hosp.purge` or `dblink.*`");
            }
        }
        return functions;
    }

    private Optional<Guardrail.Volume> volume(Yaml value) {
        Fields fields = Fields.of(value, "`rows_per_day`", problems, List.of("over", "of"));
        if (!(value instanceof Yaml.Mapping)) {
            return Optional.empty();
        }
        fields.required("over", "add `over:`, how many rows are too many");
        fields.required("of", "add `of:`, a class or the start of one as `phi.*`");
        OptionalInt over = fields.number("over", 1, MOST_ROWS);
        Set<String> of = classes.read(fields, "of");
        return over.isEmpty()
                ? Optional.empty()
                : Optional.of(new Guardrail.Volume(over.getAsInt(), of));
    }

    private Optional<Guardrail.Hours> outside(Fields body) {
        ZoneId zone = body.word("zone").flatMap(this::zone).orElse(ZoneOffset.UTC);
        if (body.has("zone") && !body.has("outside")) {
            problems.add(
                    body.place(),
                    SP1003,
                    "`zone` without `outside`",
                    "add `outside: \"06:00-22:00\"`, or take `zone` out");
        }
        return body.word("outside").flatMap(word -> hours(word, zone));
    }

    private Optional<Guardrail.Hours> hours(Yaml.Scalar word, ZoneId zone) {
        Matcher matcher = HOURS.matcher(word.text());
        if (matcher.matches()) {
            LocalTime from = time(matcher, 1);
            LocalTime to = time(matcher, 3);
            if (!from.equals(to)) {
                return Optional.of(new Guardrail.Hours(from, to, zone));
            }
        }
        problems.add(
                word.place(),
                SP1004,
                Words.quoted(word.text()) + " is not a part of a day",
                "write it as `\"06:00-22:00\"`");
        return Optional.empty();
    }

    private static LocalTime time(Matcher matcher, int group) {
        return LocalTime.of(
                Integer.parseInt(matcher.group(group)), Integer.parseInt(matcher.group(group + 1)));
    }

    private Optional<ZoneId> zone(Yaml.Scalar word) {
        try {
            return Optional.of(ZoneId.of(word.text()));
        } catch (DateTimeException unknown) {
            problems.add(
                    word.place(),
                    SP1004,
                    "unknown time zone " + Words.quoted(word.text()),
                    "write one as `Europe/Berlin`");
            return Optional.empty();
        }
    }
}
