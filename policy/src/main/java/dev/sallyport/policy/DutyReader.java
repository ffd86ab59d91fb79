package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1105;
import static dev.sallyport.problem.ProblemCode.SP1112;

import dev.sallyport.problem.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code separation_of_duties}. */
final class DutyReader {
    private static final List<String> KEYS =
            List.of("name", "never_both", "env", "in_one", "rule", "on", "accept", "reason");
    private static final List<String> KINDS = List.of("never_both", "rule", "accept");
    private static final String FOUR_EYES = "requester_is_not_approver";
    private static final String SOLE_REVIEWER = "author_is_not_sole_reviewer";
    private static final List<String> RULES = List.of(FOUR_EYES, SOLE_REVIEWER);

    private final Set<String> roles;
    private final Lookup lookup;
    private final Problems problems;

    DutyReader(Set<String> roles, Lookup lookup, Problems problems) {
        this.roles = roles;
        this.lookup = lookup;
        this.problems = problems;
    }

    Optional<Duty> read(Yaml item) {
        Fields fields = Fields.of(item, "a separation of duties", problems, KEYS);
        if (!(item instanceof Yaml.Mapping)) {
            return Optional.empty();
        }
        String name = fields.requiredText("name", "add `name:`, what people call it");
        if (KINDS.stream().filter(fields::has).count() != 1) {
            problems.add(
                    fields.place(),
                    SP1003,
                    "a separation of duties says "
                            + (KINDS.stream().anyMatch(fields::has) ? "two things" : "nothing"),
                    "write one of " + Words.quoted(KINDS));
            return Optional.empty();
        }
        Place place = CatalogReader.line(item.place());
        if (fields.has("never_both")) {
            allowOnly(fields, "never_both", List.of("env", "in_one"));
            return neverBoth(name, fields, place);
        }
        if (fields.has("accept")) {
            allowOnly(fields, "accept", List.of("reason"));
            String reason = fields.requiredText("reason", "add `reason:`, why it is accepted");
            return Optional.of(new Duty.Acceptance(name, pair(fields, "accept"), reason, place));
        }
        allowOnly(fields, "rule", List.of("on"));
        return rule(name, fields, place);
    }

    /** What only another kind of entry may say would be read by nobody. */
    private void allowOnly(Fields fields, String kind, List<String> allowed) {
        for (String key : List.of("env", "in_one", "on", "reason")) {
            if (!allowed.contains(key)) {
                fields.value(key)
                        .ifPresent(value ->
                                problems.add(
                                        value.place(),
                                        SP1004,
                                        Words.quoted(key)
                                                + " says nothing beside "
                                                + Words.quoted(kind),
                                        "take it out"));
            }
        }
    }

    private Optional<Duty> neverBoth(String name, Fields fields, Place place) {
        Duty.Reach reach = fields.word("in_one").map(this::session).orElse(Duty.Reach.EVER);
        return Optional.of(
                new Duty.NeverBoth(
                        name,
                        pair(fields, "never_both"),
                        Environments.read(fields, lookup, problems),
                        reach,
                        place));
    }

    private Duty.Reach session(Yaml.Scalar word) {
        if (!word.text().equals("session")) {
            problems.add(
                    word.place(),
                    SP1004,
                    "`in_one` is " + Words.quoted(word.text()),
                    "write `in_one: session`, or take it out to keep them apart for ever");
        }
        return Duty.Reach.SESSION;
    }

    /** Two or more roles, each once. */
    private List<String> pair(Fields fields, String key) {
        Set<String> pair = new LinkedHashSet<>();
        List<Yaml.Scalar> words = fields.words(key);
        for (Yaml.Scalar word : words) {
            if (lookup.isKnown(word, SP1105, "role", roles) && !pair.add(word.text())) {
                problems.add(
                        word.place(),
                        SP1112,
                        Words.quoted(word.text()) + " is written twice",
                        "keep one");
            }
        }
        if (words.size() < 2 && fields.value(key).get() instanceof Yaml.Sequence list) {
            problems.add(
                    list.place(),
                    SP1004,
                    Words.quoted(key) + " names fewer than two roles",
                    "name at least two");
        }
        return List.copyOf(pair);
    }

    private Optional<Duty> rule(String name, Fields fields, Place place) {
        Optional<Yaml.Scalar> rule = fields.word("rule");
        if (rule.isEmpty()) {
            return Optional.empty();
        }
        if (rule.get().text().equals(FOUR_EYES)) {
            fields.value("on")
                    .ifPresent(value ->
                            problems.add(
                                    value.place(),
                                    SP1004,
                                    "`on` says nothing beside " + Words.quoted(FOUR_EYES),
                                    "take it out"));
            return Optional.of(new Duty.FourEyes(name, place));
        }
        if (rule.get().text().equals(SOLE_REVIEWER)) {
            fields.required("on", "add `on: […]`, files of the policy");
            List<String> files =
                    fields.words("on").stream().map(Yaml.Scalar::text).distinct().toList();
            return Optional.of(new Duty.SoleReviewer(name, files, place));
        }
        problems.add(
                rule.get().place(),
                SP1004,
                "unknown rule " + Words.quoted(rule.get().text()),
                Words.suggestion(rule.get().text(), RULES));
        return Optional.empty();
    }
}
