package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
        policy.functions().values().forEach(f -> unused.warn("function", f.name(), f.place()));
        catalog.classes().values().forEach(c -> unused.unseen(c.name(), c.place()));
        policy.roles().values().forEach(role -> unused.purposeless(catalog, role));
        return unused.warnings;
    }

    private void collect(Policy policy) {
        for (Catalog.Database database : policy.catalog().databases().values()) {
            database.tables()
                    .forEach(
                            table -> table.columns().values().forEach(c -> used.add("class " + c)));
        }
        for (Role role : policy.roles().values()) {
            role.purposes().forEach(purpose -> used.add("purpose " + purpose));
            Stream.concat(
                            role.allow().stream(),
                            role.terms().onRequest().stream().map(OnRequest::opens))
                    .forEach(this::collect);
            role.terms()
                    .breakGlass()
                    .ifPresent(
                            glass -> glass.skipWhen().forEach(scope -> used.add("scope " + scope)));
        }
        policy.assignments()
                .forEach(one -> one.function().ifPresent(name -> used.add("function " + name)));
        policy.functions().values().stream()
                .flatMap(function -> function.roles().stream())
                .forEach(role -> used.add("role " + role));
        policy.assignments().stream()
                .flatMap(assignment -> assignment.roles().stream())
                .forEach(role -> used.add("role " + role));
        policy.roles().values().stream()
                .flatMap(role -> role.terms().inherits().stream())
                .forEach(role -> used.add("role " + role));
    }

    private void collect(Role.Rectangle rectangle) {
        used.add("scope " + rectangle.scope());
        rectangle.see().forEach(name -> used.add("seen " + name));
        rectangle.masked().keySet().forEach(name -> used.add("seen " + name));
    }

    /** A class of columns that no role shows, not even masked or on request. */
    private void unseen(String name, Place place) {
        if (used.contains("class " + name) && !used.contains("seen " + name)) {
            warnings.add(
                    Problem.at(
                            place,
                            ProblemCode.SP1110,
                            "class " + Words.quoted(name) + " is shown by no role",
                            "nobody may see it; if that is meant, leave it"));
        }
    }

    private void purposeless(Catalog catalog, Role role) {
        boolean asked =
                role.terms().env().isEmpty()
                        || role.terms().env().stream()
                                .map(catalog.environments()::get)
                                .anyMatch(env -> env != null && env.requirePurpose());
        if (!asked) {
            warnings.add(
                    Problem.at(
                            role.place(),
                            ProblemCode.SP1110,
                            "the purposes of role "
                                    + Words.quoted(role.name())
                                    + " are used nowhere",
                            "none of its environments has `require_purpose: true`"));
        }
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
