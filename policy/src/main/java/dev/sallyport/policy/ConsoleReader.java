package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1109;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code console}. */
final class ConsoleReader {
    private static final List<String> GRANTEES = List.of("group", "person");
    private static final List<String> KEYS = List.of("group", "person", "role", "until", "reason");
    private static final String UNTIL =
            "write `2027-01-31`, the first day it no longer holds, or `2027-01-31T12:00:00Z`";

    private final Problems problems;
    private final Grantees grantees;

    ConsoleReader(Problems problems) {
        this.problems = problems;
        this.grantees = new Grantees(problems);
    }

    Optional<ConsoleAssignment> read(Yaml item) {
        Fields fields = Fields.of(item, "an assignment of the console", problems, KEYS);
        if (!(item instanceof Yaml.Mapping)) {
            return Optional.empty();
        }
        Optional<Assignment.Grantee> grantee = grantee(fields);
        Optional<ConsoleRole> role =
                fields.requiredWord("role", "add `role:`, as `role: reader`").flatMap(this::role);
        Optional<Instant> until =
                fields.word("until").flatMap(word -> new Ends(problems).read(word, UNTIL));
        Optional<Yaml.Scalar> reason = fields.word("reason");
        if (fields.has("person")) {
            demand(fields, "until", "add `until:`, the first day it no longer holds");
            demand(fields, "reason", "add `reason:`, why this person holds it");
        }
        return grantee.flatMap(whom ->
                role.map(what ->
                        new ConsoleAssignment(
                                whom,
                                what,
                                until,
                                reason.map(Yaml.Scalar::text).orElse(""),
                                CatalogReader.line(item.place()))));
    }

    /** Programs prove themselves by keys, and each key has a person who owns it. */
    private Optional<Assignment.Grantee> grantee(Fields fields) {
        long written = GRANTEES.stream().filter(fields::has).count();
        if (written == 1) {
            return grantees.read(fields);
        }
        problems.add(
                fields.place(),
                SP1003,
                "an assignment of the console to " + (written == 0 ? "nobody" : "more than one"),
                "write either `group:` or `person:`");
        return Optional.empty();
    }

    private Optional<ConsoleRole> role(Yaml.Scalar word) {
        Optional<ConsoleRole> role = ConsoleRole.of(word.text());
        if (role.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1004,
                    "unknown role " + Words.quoted(word.text()) + " of the console",
                    Words.suggestion(word.text(), ConsoleRole.words()));
        }
        return role;
    }

    private void demand(Fields fields, String key, String instead) {
        boolean isBlank =
                fields.value(key)
                        .map(value ->
                                value instanceof Yaml.Scalar scalar && scalar.text().isBlank())
                        .orElse(true);
        if (isBlank) {
            problems.add(
                    fields.place(),
                    SP1109,
                    "an assignment of the console to a person has no " + Words.quoted(key),
                    instead);
        }
    }
}
