package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1105;
import static dev.sallyport.problem.ProblemCode.SP1109;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code assignments}. */
final class AssignmentReader {
    private static final List<String> KEYS = List.of("group", "person", "role", "until", "reason");

    /** What PostgreSQL and people write in four digits. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final Set<String> roles;
    private final Lookup lookup;
    private final Problems problems;

    AssignmentReader(Set<String> roles, Lookup lookup, Problems problems) {
        this.roles = roles;
        this.lookup = lookup;
        this.problems = problems;
    }

    Optional<Assignment> read(Yaml item) {
        Fields fields = Fields.of(item, "an assignment", problems, KEYS);
        Optional<Assignment.Grantee> grantee = grantee(item, fields);
        Optional<Yaml.Scalar> role =
                fields.requiredWord("role", "add `role:`")
                        .filter(word -> lookup.isKnown(word, SP1105, "role", roles));
        Optional<Instant> until = fields.word("until").flatMap(this::until);
        Optional<Yaml.Scalar> reason = fields.word("reason");
        if (fields.has("person")) {
            requireForPerson(fields, "until", "add `until:`, the first day it no longer holds");
            requireForPerson(fields, "reason", "add `reason:`, why this person holds it");
        }
        if (grantee.isEmpty() || role.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Assignment(
                        grantee.get(),
                        role.get().text(),
                        until,
                        reason.map(Yaml.Scalar::text).orElse(""),
                        CatalogReader.line(item.place())));
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

    private Optional<Assignment.Grantee> grantee(Yaml item, Fields fields) {
        Optional<Yaml.Scalar> group = fields.word("group");
        Optional<Yaml.Scalar> person = fields.word("person");
        if (fields.has("group") == fields.has("person") && item instanceof Yaml.Mapping) {
            problems.add(
                    fields.place(),
                    SP1003,
                    "an assignment to " + (fields.has("group") ? "two" : "nobody"),
                    "write either `group:` or `person:`");
            return Optional.empty();
        }
        person.filter(login -> !Names.isNative(login.text()))
                .ifPresent(login ->
                        problems.add(
                                login.place(),
                                SP1004,
                                Words.quoted(login.text()) + " is not a login",
                                "use a to z, 0 to 9 and `_`, at most 41 characters, not reserved"));
        return group.<Assignment.Grantee>map(word -> new Assignment.Group(word.text()))
                .or(() -> person.map(word -> new Assignment.Individual(word.text())));
    }

    private Optional<Instant> until(Yaml.Scalar word) {
        try {
            Instant until = instant(word.text());
            if (until.isBefore(LAST) && until.isAfter(Instant.EPOCH)) {
                return Optional.of(until);
            }
        } catch (DateTimeParseException notADate) {
            // Reported below together with a date nobody means.
        }
        problems.add(
                word.place(),
                SP1004,
                Words.quoted(word.text()) + " is not a date",
                "write `2027-01-31`, the first day it no longer holds, or `2027-01-31T12:00:00Z`");
        return Optional.empty();
    }

    /** A date begins in UTC, whatever the machine's zone, so that all machines agree. */
    private static Instant instant(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
    }
}
