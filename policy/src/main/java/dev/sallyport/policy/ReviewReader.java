package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1105;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code reviews}. */
final class ReviewReader {
    private static final List<String> KEYS =
            List.of("name", "every", "scope", "reviewer", "if_silent", "skip_when");
    private static final String REVIEWERS = "write `manager`, `role_owner` or `group:name`";

    private final Set<String> roles;
    private final Lookup lookup;
    private final Problems problems;

    ReviewReader(Set<String> roles, Lookup lookup, Problems problems) {
        this.roles = roles;
        this.lookup = lookup;
        this.problems = problems;
    }

    Optional<Review> read(Yaml item) {
        Fields fields = Fields.of(item, "a review", problems, KEYS);
        if (!(item instanceof Yaml.Mapping)) {
            return Optional.empty();
        }
        String name = fields.requiredText("name", "add `name:`, what people call it");
        Optional<Span> every =
                fields.requiredWord("every", "add `every:`, as `90d`").flatMap(this::span);
        Optional<Yaml> scope =
                fields.required("scope", "add `scope: {roles: […]}`, what is looked at");
        Set<String> reviewed = new LinkedHashSet<>();
        Optional<Fields> within =
                scope.map(
                        value -> Fields.of(value, "`scope`", problems, List.of("roles", "agents")));
        within.ifPresent(found -> reviewed.addAll(roles(found)));
        boolean agents =
                within.flatMap(found -> Flags.read(found, "agents", problems)).orElse(false);
        if (scope.filter(Yaml.Mapping.class::isInstance).isPresent()
                && !agents
                && !within.get().has("roles")) {
            problems.add(
                    scope.get().place(),
                    SP1003,
                    "a review of nothing",
                    "add `roles: […]` or `agents: true`");
        }
        Optional<Review.Reviewer> reviewer =
                fields.requiredWord("reviewer", REVIEWERS).flatMap(this::reviewer);
        Optional<Review.Silence> silence = fields.value("if_silent").flatMap(this::silence);
        Optional<Review.Skip> skip = fields.value("skip_when").map(this::skip);
        if (every.isEmpty() || reviewer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Review(
                        name,
                        every.get(),
                        reviewed,
                        agents,
                        reviewer.get(),
                        silence,
                        skip,
                        CatalogReader.line(item.place())));
    }

    private Set<String> roles(Fields scope) {
        Set<String> reviewed = new LinkedHashSet<>();
        for (Yaml.Scalar word : scope.words("roles")) {
            if (lookup.isKnown(word, SP1105, "role", roles)) {
                reviewed.add(word.text());
            }
        }
        return reviewed;
    }

    private Optional<Span> span(Yaml.Scalar word) {
        Optional<Span> span = Span.of(word.text());
        if (span.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1004,
                    Words.quoted(word.text()) + " is not a length of time",
                    "write it as `15m`, `8h` or `90d`, at most ten years");
        }
        return span;
    }

    private Optional<Review.Reviewer> reviewer(Yaml.Scalar word) {
        if (word.text().equals("manager")) {
            return Optional.of(new Review.Superior());
        }
        if (word.text().equals("role_owner")) {
            return Optional.of(new Review.RoleOwner());
        }
        Optional<Review.Reviewer> members =
                Party.of(word.text())
                        .filter(party -> party.kind() == Party.Kind.GROUP)
                        .map(party -> new Review.Members(party.name()));
        if (members.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1004,
                    "unknown reviewer " + Words.quoted(word.text()),
                    REVIEWERS);
        }
        return members;
    }

    private Optional<Review.Silence> silence(Yaml value) {
        Fields fields = Fields.of(value, "`if_silent`", problems, List.of("after", "do"));
        Optional<Span> after =
                fields.requiredWord("after", "add `after:`, as `21d`").flatMap(this::span);
        Optional<Review.Consequence> consequence =
                fields.requiredWord("do", "add `do: suspend` or `do: revoke`")
                        .flatMap(this::consequence);
        return after.flatMap(span -> consequence.map(then -> new Review.Silence(span, then)));
    }

    private Optional<Review.Consequence> consequence(Yaml.Scalar word) {
        List<String> known =
                Arrays.stream(Review.Consequence.values()).map(ReviewReader::spelled).toList();
        Optional<Review.Consequence> consequence =
                Arrays.stream(Review.Consequence.values())
                        .filter(value -> spelled(value).equals(word.text()))
                        .findFirst();
        if (consequence.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1004,
                    "`do` is " + Words.quoted(word.text()),
                    Words.suggestion(word.text(), known));
        }
        return consequence;
    }

    private Review.Skip skip(Yaml value) {
        Fields fields = Fields.of(value, "`skip_when`", problems, List.of("unchanged", "risk"));
        boolean unchanged = Flags.read(fields, "unchanged", problems).orElse(false);
        return new Review.Skip(unchanged, fields.word("risk").flatMap(this::risk));
    }

    private Optional<Catalog.Risk> risk(Yaml.Scalar word) {
        List<String> known =
                Arrays.stream(Catalog.Risk.values()).map(ReviewReader::spelled).toList();
        Optional<Catalog.Risk> risk =
                Arrays.stream(Catalog.Risk.values())
                        .filter(value -> spelled(value).equals(word.text()))
                        .findFirst();
        if (risk.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1004,
                    "unknown risk " + Words.quoted(word.text()),
                    Words.suggestion(word.text(), known));
        }
        return risk;
    }

    private static String spelled(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
