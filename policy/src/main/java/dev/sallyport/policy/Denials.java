package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP2041;
import static dev.sallyport.problem.ProblemCode.SP2042;
import static dev.sallyport.problem.ProblemCode.SP2047;
import static dev.sallyport.problem.ProblemCode.SP2048;

import dev.sallyport.problem.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says why something is denied: the rule that comes nearest, and whom to ask. */
final class Denials {
    private final Policy policy;
    private final PolicyEngine engine;
    private final AccessIndex index;

    Denials(Policy policy, PolicyEngine engine, AccessIndex index) {
        this.policy = policy;
        this.engine = engine;
        this.index = index;
    }

    /**
     * The question is one that no role held allows.
     *
     * @param applicable the roles held that apply under these circumstances
     */
    Decision.Denied of(AccessQuestion question, List<String> applicable, Guarded guarded) {
        Optional<Catalog.GovernedTable> table = index.table(question.database(), question.table());
        if (table.isEmpty()) {
            return unclassified("table " + named(question), databasePlace(question));
        }
        boolean unclassified =
                question.column().filter(c -> table.get().classOf(c).isEmpty()).isPresent();
        if (unclassified) {
            return unclassified(what(question), table.get().place());
        }
        // What was asked once with the same roles and guardrails is not asked again.
        List<Way> unguarded =
                guarded == Guarded.NOTHING
                        ? List.of()
                        : engine.allowing(question, applicable, Guarded.NOTHING);
        if (!unguarded.isEmpty()) {
            return forbidden(question, unguarded.getFirst(), guarded);
        }
        List<Way> elsewhere =
                applicable.equals(question.roles())
                        ? List.of()
                        : engine.allowing(question, question.roles(), guarded);
        if (!elsewhere.isEmpty()) {
            return inapplicable(question, elsewhere.getFirst().role());
        }
        return question.verb() == Verb.SEE
                ? new Decision.Denied(
                        SP2041,
                        what(question) + unseen(question, table.get()),
                        nearest(question, table.get()),
                        hint(question))
                : new Decision.Denied(
                        SP2042,
                        rolesHeld(question) + " may not " + question.verb() + " " + what(question),
                        nearest(question, table.get()),
                        hint(question));
    }

    /** A role allows it and a guardrail takes it away. */
    private static Decision.Denied forbidden(AccessQuestion question, Way way, Guarded guarded) {
        // Who deletes a row deletes every column of it.
        Set<String> classes =
                question.column()
                        .filter(column -> question.verb() != Verb.DELETE)
                        .flatMap(way.table()::classOf)
                        .map(Set::of)
                        .orElseGet(() -> new LinkedHashSet<>(way.table().columns().values()));
        Guardrail guardrail =
                Stream.concat(
                                classes.stream(),
                                classes.stream().flatMap(name -> way.instead(name).stream()))
                        .flatMap(name -> guarded.forbids(question.verb(), name).stream())
                        .findFirst()
                        .orElseThrow();
        return new Decision.Denied(
                SP2047,
                "guardrail "
                        + Words.quoted(guardrail.name())
                        + " forbids"
                        + guardrail.against().map(kind -> " " + kind).orElse("")
                        + " to "
                        + question.verb()
                        + " "
                        + what(question),
                guardrail.place(),
                "no role opens it; ask who keeps the guardrails");
    }

    /** A role held allows it, at another time, in another place or for another purpose. */
    private static Decision.Denied inapplicable(AccessQuestion question, Role role) {
        Circumstances now = question.circumstances().orElse(null);
        String named = "role " + Words.quoted(role.name());
        Place place = role.terms().when().map(Condition::place).orElse(role.place());
        String why = "its condition does not hold";
        if (now != null && !now.environment().map(role.terms()::concerns).orElse(true)) {
            why = "it is not for environment " + Words.quoted(now.environment().orElseThrow());
            place = role.place();
        } else if (now != null && !now.purpose().map(role.purposes()::contains).orElse(true)) {
            why = "it is not for purpose " + Words.quoted(now.purpose().orElseThrow());
            place = role.place();
        }
        return new Decision.Denied(
                SP2048,
                named
                        + " does not let you "
                        + question.verb()
                        + " "
                        + what(question)
                        + " now: "
                        + why,
                place,
                "ask " + role.owner() + ", who owns " + named);
    }

    private static Decision.Denied unclassified(String what, Place place) {
        return new Decision.Denied(
                SP2041,
                what + " has no class, so no role includes it",
                place,
                "who keeps the catalog can give it one in `columns:`");
    }

    private String unseen(AccessQuestion question, Catalog.GovernedTable table) {
        Set<String> missing = new LinkedHashSet<>();
        question
                .column()
                .flatMap(table::classOf)
                .map(Set::of)
                .orElseGet(() -> new LinkedHashSet<>(table.columns().values()))
                .stream()
                .filter(name -> question.roles().stream().noneMatch(r -> index.shows(r, name)))
                .forEach(missing::add);
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

    /** A rectangle on the table, else the role itself, else the database. */
    private Place nearest(AccessQuestion question, Catalog.GovernedTable table) {
        for (String role : question.roles()) {
            List<Way> ways = index.ways(role, question.database(), table);
            if (!ways.isEmpty()) {
                return ways.getFirst().rectangle().place();
            }
        }
        return firstRole(question).map(Role::place).orElseGet(() -> databasePlace(question));
    }

    private Optional<Role> firstRole(AccessQuestion question) {
        for (String name : question.roles()) {
            Role role = policy.roles().get(name);
            if (role != null) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
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
        return index.table(question.database(), question.table())
                .flatMap(table -> index.opener(question, table));
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
