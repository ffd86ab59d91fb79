package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1105;
import static dev.sallyport.problem.ProblemCode.SP1109;
import static dev.sallyport.problem.ProblemCode.SP1120;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code assignments}. */
final class AssignmentReader {
    /** The environment whose rows are real. */
    static final String PROD = "prod";

    private static final List<String> KEYS =
            keys(
                    "role",
                    "function",
                    "env",
                    "until",
                    "eligible",
                    "on_behalf_of",
                    "limits",
                    "edit",
                    "reason");
    private static final String REVIEW = "review";
    private static final String UNTIL =
            "write `2027-01-31`, the first day it no longer holds, `2027-01-31T12:00:00Z`, or"
                    + " `review`";

    private final Set<String> roles;
    private final Map<String, Function> functions;
    private final Lookup lookup;
    private final Problems problems;
    private final Grantees grantees;

    AssignmentReader(
            Set<String> roles, Map<String, Function> functions, Lookup lookup, Problems problems) {
        this.roles = roles;
        this.functions = functions;
        this.lookup = lookup;
        this.problems = problems;
        this.grantees = new Grantees(problems);
    }

    private static List<String> keys(String... own) {
        List<String> keys = new ArrayList<>(Grantees.KEYS);
        keys.addAll(List.of(own));
        return List.copyOf(keys);
    }

    Optional<Assignment> read(Yaml item) {
        Fields fields = Fields.of(item, "an assignment", problems, KEYS);
        if (!(item instanceof Yaml.Mapping)) {
            return Optional.empty();
        }
        Optional<Assignment.Grantee> grantee = grantees.read(fields);
        Optional<Yaml.Scalar> function = function(fields);
        List<String> granted = granted(fields, function);
        Set<String> env = Environments.read(fields, lookup, problems);
        Assignment.End end = fields.word("until").map(this::end).orElse(new Assignment.Never());
        Optional<Yaml.Scalar> reason = fields.word("reason");
        if (fields.has("person") && (env.isEmpty() || env.contains(PROD))) {
            requireForPerson(fields, "until", "add `until:`, the first day it no longer holds");
            requireForPerson(fields, "reason", "add `reason:`, why this person holds it");
        }
        Optional<Assignment.Grantee> onBehalfOf = onBehalfOf(fields);
        if (grantee.isEmpty() || granted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Assignment(
                        grantee.get(),
                        granted,
                        function.map(Yaml.Scalar::text),
                        env,
                        end,
                        Flags.read(fields, "eligible", problems).orElse(false),
                        onBehalfOf,
                        new LimitsReader(problems).read(fields, "an assignment"),
                        Flags.read(fields, "edit", problems).orElse(true),
                        reason.map(Yaml.Scalar::text).orElse(""),
                        CatalogReader.line(item.place())));
    }

    private Optional<Yaml.Scalar> function(Fields fields) {
        if (fields.has("role") == fields.has("function")) {
            problems.add(
                    fields.place(),
                    SP1003,
                    "an assignment of " + (fields.has("role") ? "two things" : "nothing"),
                    "write either `role:` or `function:`");
            return Optional.empty();
        }
        return fields.word("function")
                .filter(word -> lookup.isKnown(word, SP1120, "function", functions.keySet()));
    }

    private List<String> granted(Fields fields, Optional<Yaml.Scalar> function) {
        if (fields.has("role") && fields.has("function")) {
            return List.of();
        }
        List<String> byFunction =
                function.flatMap(word -> Optional.ofNullable(functions.get(word.text())))
                        .map(Function::roles)
                        .orElse(List.of());
        return fields.word("role")
                .filter(word -> lookup.isKnown(word, SP1105, "role", roles))
                .map(word -> List.of(word.text()))
                .orElse(byFunction);
    }

    private Assignment.End end(Yaml.Scalar word) {
        if (word.text().equals(REVIEW)) {
            return new Assignment.Reviewed();
        }
        return new Ends(problems)
                .read(word, UNTIL)
                .<Assignment.End>map(Assignment.On::new)
                .orElse(new Assignment.Never());
    }

    private void requireForPerson(Fields fields, String key, String instead) {
        boolean blank =
                fields.value(key)
                        .map(value ->
                                value instanceof Yaml.Scalar scalar && scalar.text().isBlank())
                        .orElse(true);
        if (blank) {
            problems.add(
                    fields.place(),
                    SP1109,
                    "an assignment to a person has no " + Words.quoted(key),
                    instead);
        }
    }

    /** Only an agent acts for somebody else, and an agent always does. */
    private Optional<Assignment.Grantee> onBehalfOf(Fields fields) {
        if (fields.has("agent")) {
            return fields.requiredWord(
                            "on_behalf_of", "add `on_behalf_of:`, as `group:service-desk`")
                    .flatMap(grantees::party);
        }
        fields.value("on_behalf_of")
                .ifPresent(value ->
                        problems.add(
                                value.place(),
                                SP1004,
                                "only an agent acts on behalf of somebody",
                                "take `on_behalf_of` out"));
        return Optional.empty();
    }
}
