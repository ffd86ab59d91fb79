package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1105;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads on what terms a role is held. */
final class TermsReader {
    static final List<String> KEYS =
            List.of(
                    "inherits",
                    "env",
                    "standing",
                    "sessions",
                    "when",
                    "limits",
                    "statements",
                    "only_queries",
                    "request",
                    "on_request",
                    "break_glass",
                    "channels",
                    "console",
                    "deprecated");

    private static final List<String> CONSOLE =
            List.of(
                    "audit.read",
                    "policy.read",
                    "reports.read",
                    "requests.approve",
                    "reviews.read");

    private static final List<String> STATEMENTS =
            Arrays.stream(StatementClass.values()).map(StatementClass::toString).toList();

    private static final Pattern CHANNEL = Pattern.compile(Patterns.CHANNEL_NAME);

    /** Nobody keeps more by hand. */
    private static final int MAX_QUERIES = 1_000;

    /** Sessions of one person at once; an account of the database has no more connections. */
    private static final int MAX_SESSIONS = 20;

    private final Collection<String> roles;
    private final Lookup lookup;
    private final Problems problems;
    private final Spans spans;
    private final ConditionReader conditions;
    private final RequestReader requests;
    private final SavedQueryReader fingerprints;

    TermsReader(
            Collection<String> roles,
            RectangleReader rectangles,
            Lookup lookup,
            Problems problems) {
        this.roles = roles;
        this.lookup = lookup;
        this.problems = problems;
        this.spans = new Spans(problems);
        this.conditions = new ConditionReader(problems);
        this.fingerprints = new SavedQueryReader(problems);
        this.requests = new RequestReader(rectangles, lookup, problems);
    }

    Terms read(Yaml.Scalar role, Fields fields) {
        String what = "role " + Words.quoted(role.text());
        return new Terms(
                inherits(fields),
                Environments.read(fields, lookup, problems),
                Flags.read(fields, "standing", problems).orElse(true),
                sessions(fields, what),
                fields.word("when").flatMap(conditions::read),
                new LimitsReader(problems).read(fields, what),
                statements(fields, what),
                onlyQueries(fields, what),
                requests.request(fields, what),
                requests.onRequest(fields, what),
                requests.breakGlass(fields, what),
                channels(fields, what),
                console(fields),
                deprecated(role, fields, what));
    }

    private List<String> inherits(Fields fields) {
        Set<String> inherits = new LinkedHashSet<>();
        for (Yaml.Scalar word : fields.words("inherits")) {
            if (lookup.isKnown(word, SP1105, "role", roles)) {
                inherits.add(word.text());
            }
        }
        return List.copyOf(inherits);
    }

    private SessionClocks sessions(Fields role, String what) {
        Optional<Yaml> written = role.value("sessions");
        if (written.isEmpty()) {
            return SessionClocks.NONE;
        }
        Fields fields =
                Fields.of(
                        written.get(),
                        "`sessions` of " + what,
                        problems,
                        List.of("idle", "max", "statement", "warn", "at_once", "mfa", "pooling"));
        return new SessionClocks(
                spans.read(fields, "idle"),
                spans.read(fields, "max"),
                spans.read(fields, "statement"),
                spans.read(fields, "warn"),
                fields.number("at_once", 1, MAX_SESSIONS).stream().boxed().findFirst(),
                spans.read(fields, "mfa"),
                pooling(fields));
    }

    private Pooling pooling(Fields fields) {
        Optional<Yaml.Scalar> written = fields.word("pooling");
        for (Pooling pooling : Pooling.values()) {
            if (written.filter(word -> word.text().equals(pooling.word())).isPresent()) {
                return pooling;
            }
        }
        written.ifPresent(word ->
                problems.add(
                        word.place(),
                        SP1004,
                        "unknown `pooling` " + Words.quoted(word.text()),
                        Words.suggestion(
                                word.text(),
                                Stream.of(Pooling.values()).map(Pooling::word).toList())));
        return Pooling.SESSION;
    }

    /** Empty where the key is absent; an empty list would let nothing run. */
    private Optional<Set<StatementClass>> statements(Fields fields, String what) {
        Optional<Yaml> written = fields.value("statements").filter(value -> !value.isBroken());
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Set<StatementClass> statements = EnumSet.noneOf(StatementClass.class);
        List<Yaml.Scalar> words = fields.words("statements");
        for (Yaml.Scalar word : words) {
            Optional<StatementClass> known = StatementClass.of(word.text());
            known.ifPresent(statements::add);
            if (known.isEmpty()) {
                problems.add(
                        word.place(),
                        SP1004,
                        "unknown class of statement " + Words.quoted(word.text()),
                        Words.suggestion(word.text(), STATEMENTS));
            }
        }
        if (words.isEmpty() && written.get() instanceof Yaml.Sequence) {
            problems.add(
                    written.get().place(),
                    SP1003,
                    "`statements` of " + what + " is empty",
                    "add at least one, or leave it out for what `allow` needs");
        }
        return Optional.of(statements);
    }

    private List<SavedQuery> onlyQueries(Fields fields, String what) {
        Optional<Yaml> written = fields.value("only_queries").filter(value -> !value.isBroken());
        if (written.isEmpty()) {
            return List.of();
        }
        List<Yaml> items = Fields.items(written.get(), "`only_queries` of " + what, problems);
        if (written.get() instanceof Yaml.Sequence
                && (items.isEmpty() || items.size() > MAX_QUERIES)) {
            problems.add(
                    written.get().place(),
                    SP1003,
                    "`only_queries` of " + what + (items.isEmpty() ? " is empty" : " is too long"),
                    "write 1 to " + MAX_QUERIES + ", or leave it out");
        }
        List<SavedQuery> queries = new ArrayList<>();
        for (Yaml item : items.stream().limit(MAX_QUERIES).toList()) {
            Fields query = Fields.of(item, "a query of " + what, problems, List.of("name", "sql"));
            String name = query.requiredText("name", "add `name:`, how people call it");
            String sql = query.requiredText("sql", "add `sql:`, the statement");
            queries.add(
                    new SavedQuery(
                            name,
                            sql,
                            fingerprints.read(sql, query),
                            CatalogReader.line(item.place())));
        }
        return queries;
    }

    private Channels channels(Fields role, String what) {
        Optional<Yaml> written = role.value("channels");
        if (written.isEmpty()) {
            return Channels.NONE;
        }
        Fields fields =
                Fields.of(
                        written.get(),
                        "`channels` of " + what,
                        problems,
                        List.of("listen", "notify", "payload"));
        return new Channels(
                names(fields, "listen"), names(fields, "notify"), names(fields, "payload"));
    }

    private Set<String> names(Fields fields, String key) {
        Set<String> names = new LinkedHashSet<>();
        for (Yaml.Scalar word : fields.words(key)) {
            if (CHANNEL.matcher(word.text()).matches()) {
                names.add(word.text());
            } else {
                problems.add(
                        word.place(),
                        SP1004,
                        Words.quoted(word.text()) + " is no name of a channel",
                        "use a to z, 0 to 9 and `_`, at most 63 characters, and `*` at the end for"
                                + " all that begin so");
            }
        }
        return names;
    }

    private Set<String> console(Fields fields) {
        Set<String> console = new LinkedHashSet<>();
        for (Yaml.Scalar word : fields.words("console")) {
            if (CONSOLE.contains(word.text())) {
                console.add(word.text());
            } else {
                problems.add(
                        word.place(),
                        SP1004,
                        "unknown right in the console " + Words.quoted(word.text()),
                        Words.suggestion(word.text(), CONSOLE));
            }
        }
        return console;
    }

    private Optional<Deprecation> deprecated(Yaml.Scalar role, Fields owner, String what) {
        Optional<Yaml> written = owner.value("deprecated");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Fields fields =
                Fields.of(
                        written.get(),
                        "`deprecated` of " + what,
                        problems,
                        List.of("replaced_by", "until"));
        Optional<Yaml.Scalar> by =
                fields.requiredWord("replaced_by", "add `replaced_by:`, the role to use instead")
                        .filter(word -> lookup.isKnown(word, SP1105, "role", roles));
        by.filter(word -> word.text().equals(role.text()))
                .ifPresent(word ->
                        problems.add(
                                word.place(),
                                SP1004,
                                what + " is replaced by itself",
                                "name another role"));
        var until =
                fields.requiredWord("until", "add `until:`, the first day it gives nothing")
                        .flatMap(word ->
                                new Ends(problems)
                                        .read(
                                                word,
                                                "write `2027-01-31`, the first day it gives"
                                                        + " nothing"));
        return by.flatMap(word ->
                until.map(end ->
                        new Deprecation(
                                word.text(), end, CatalogReader.line(written.get().place()))));
    }
}
