package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds words that a policy defines and nothing uses: often a sign of a line left out. */
final class Unused {
    private final Set<String> used = new HashSet<>();
    private final List<Problem> warnings = new ArrayList<>();

    private Unused() {}

    static List<Problem> in(Policy policy) {
        Unused unused = new Unused();
        unused.collect(policy);
        Catalog catalog = policy.catalog();
        catalog.classes().values().forEach(c -> unused.warn("class", c.name(), c.place()));
        catalog.scopes().values().forEach(s -> unused.warn("scope", s.name(), s.place()));
        catalog.purposes().values().forEach(p -> unused.warn("purpose", p.name(), p.place()));
        policy.roles().values().forEach(r -> unused.warn("role", r.name(), r.place()));
        return unused.warnings.stream().limit(Problems.SHOWN).toList();
    }

    private void collect(Policy policy) {
        for (Catalog.Database database : policy.catalog().databases().values()) {
            database.tables()
                    .forEach(
                            table -> table.columns().values().forEach(c -> used.add("class " + c)));
        }
        for (Role role : policy.roles().values()) {
            role.purposes().forEach(purpose -> used.add("purpose " + purpose));
            role.allow().forEach(rectangle -> used.add("scope " + rectangle.scope()));
        }
        policy.assignments().stream()
                .flatMap(assignment -> assignment.roles().stream())
                .forEach(role -> used.add("role " + role));
        policy.roles().values().stream()
                .flatMap(role -> role.terms().inherits().stream())
                .forEach(role -> used.add("role " + role));
    }

    private void warn(String kind, String name, Place place) {
        if (!used.contains(kind + " " + name)) {
            warnings.add(
                    Problem.at(
                            place,
                            ProblemCode.SP1110,
                            kind + " " + Words.quoted(name) + " is used nowhere",
                            "use it, or take it out"));
        }
    }
}
