package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP2041;
import static dev.sallyport.problem.ProblemCode.SP2042;

import dev.sallyport.problem.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says why something is denied: the rule that comes nearest, and whom to ask. */
final class Denials {
    private final Policy policy;
    private final PolicyEngine engine;

    Denials(Policy policy, PolicyEngine engine) {
        this.policy = policy;
        this.engine = engine;
    }

    /** The question is one that no role held allows. */
    Decision.Denied of(AccessQuestion question) {
        Optional<Catalog.GovernedTable> table =
                policy.catalog().table(question.database(), question.table());
        if (table.isEmpty()) {
            return unclassified("table " + named(question), databasePlace(question));
        }
        boolean unclassified =
                question.column().filter(c -> table.get().classOf(c).isEmpty()).isPresent();
        if (unclassified) {
            return unclassified(what(question), table.get().place());
        }
        return question.verb() == Verb.SEE
                ? new Decision.Denied(
                        SP2041,
                        what(question) + unseen(question, table.get()),
                        nearest(question),
                        hint(question))
                : new Decision.Denied(
                        SP2042,
                        rolesHeld(question) + " may not " + question.verb() + " " + what(question),
                        nearest(question),
                        hint(question));
    }

    private static Decision.Denied unclassified(String what, Place place) {
        return new Decision.Denied(
                SP2041,
                what + " has no class, so no role includes it",
                place,
                "who keeps the catalog can give it one in `columns:`");
    }

    private String unseen(AccessQuestion question, Catalog.GovernedTable table) {
        Set<String> missing =
                new LinkedHashSet<>(
                        question.column()
                                .flatMap(table::classOf)
                                .map(Set::of)
                                .orElseGet(() -> new LinkedHashSet<>(table.columns().values())));
        question.roles().forEach(role -> missing.removeAll(included(role)));
        if (question.roles().isEmpty()) {
            return " is open to no role held";
        }
        if (missing.isEmpty()) {
            return " is outside every rule of " + rolesHeld(question);
        }
        String doNot = question.roles().size() == 1 ? " does not" : " do not";
        return " is tagged "
                + Words.quoted(missing)
                + ", which "
                + rolesHeld(question)
                + doNot
                + " include";
    }

    private Set<String> included(String role) {
        return Optional.ofNullable(policy.roles().get(role)).stream()
                .flatMap(found -> found.allow().stream())
                .flatMap(rectangle ->
                        Stream.concat(
                                rectangle.see().stream(), rectangle.masked().keySet().stream()))
                .collect(Collectors.toSet());
    }

    /** A rectangle on the table, else the role itself, else the database. */
    private Place nearest(AccessQuestion question) {
        return engine.ways(question.roles(), question.database(), question.table()).stream()
                .map(way -> way.rectangle().place())
                .findFirst()
                .or(() -> firstRole(question).map(Role::place))
                .orElseGet(() -> databasePlace(question));
    }

    private Optional<Role> firstRole(AccessQuestion question) {
        return question.roles().stream()
                .flatMap(role -> Optional.ofNullable(policy.roles().get(role)).stream())
                .findFirst();
    }

    private Place databasePlace(AccessQuestion question) {
        return Optional.ofNullable(policy.catalog().databases().get(question.database()))
                .map(Catalog.Database::place)
                .orElse(Place.line("the policy", 0));
    }

    private String hint(AccessQuestion question) {
        Optional<Role> other = otherRole(question);
        if (other.isPresent()) {
            return "role "
                    + Words.quoted(other.get().name())
                    + " includes it; ask its owner "
                    + other.get().owner();
        }
        return "no role includes it"
                + firstRole(question)
                        .map(role ->
                                "; ask "
                                        + role.owner()
                                        + ", who owns role "
                                        + Words.quoted(role.name()))
                        .orElse("");
    }

    private Optional<Role> otherRole(AccessQuestion question) {
        for (Map.Entry<String, Role> role : policy.roles().entrySet()) {
            AccessQuestion asked =
                    new AccessQuestion(
                            List.of(role.getKey()),
                            question.database(),
                            question.table(),
                            question.column(),
                            question.verb());
            if (!engine.allowing(asked).isEmpty()) {
                return Optional.of(role.getValue());
            }
        }
        return Optional.empty();
    }

    private static String rolesHeld(AccessQuestion question) {
        return switch (question.roles().size()) {
            case 0 -> "no role held";
            case 1 -> "role " + Words.quoted(question.roles().getFirst());
            default -> "roles " + Words.quoted(question.roles());
        };
    }

    private static String what(AccessQuestion question) {
        return question.column().isPresent()
                ? "column " + Words.quoted(question.table() + "." + question.column().get())
                : "table " + named(question);
    }

    private static String named(AccessQuestion question) {
        return Words.quoted(question.table().toString());
    }
}
