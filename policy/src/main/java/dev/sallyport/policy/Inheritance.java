package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;
import static dev.sallyport.problem.ProblemCode.SP1115;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each role is with all that it inherits: the rectangles united, the terms narrowed, so that
 * nothing inherited is held on wider terms than where it is written.
 */
final class Inheritance {
    private final Map<String, Role> roles;
    private final Problems problems;
    private final Map<String, Role> effective = new LinkedHashMap<>();
    private final Set<Set<String>> circles = new LinkedHashSet<>();

    Inheritance(Map<String, Role> roles, Problems problems) {
        this.roles = roles;
        this.problems = problems;
    }

    /** In file order. */
    Map<String, Role> effective() {
        roles.keySet().forEach(role -> resolve(role, List.of()));
        Map<String, Role> ordered = new LinkedHashMap<>();
        roles.forEach((name, role) -> ordered.put(name, effective.getOrDefault(name, role)));
        return ordered;
    }

    /** Empty for a role that is not there or is on the path that leads here. */
    private Optional<Role> resolve(String name, List<String> path) {
        Role role = roles.get(name);
        if (role == null) {
            return Optional.empty();
        }
        if (path.contains(name)) {
            tell(role, path.subList(path.indexOf(name), path.size()));
            return Optional.empty();
        }
        Role known = effective.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        List<String> here = new ArrayList<>(path);
        here.add(name);
        Role whole = role;
        for (String parent : role.terms().inherits()) {
            Optional<Role> inherited = resolve(parent, here);
            if (inherited.isPresent()) {
                whole = united(whole, inherited.get());
            }
        }
        effective.put(name, whole);
        return Optional.of(whole);
    }

    private void tell(Role role, List<String> circle) {
        if (circles.add(Set.copyOf(circle))) {
            problems.add(
                    role.place(),
                    SP1115,
                    "roles inherit in a circle: `"
                            + String.join(" → ", circle)
                            + " → "
                            + role.name()
                            + "`",
                    "take one of them out of `inherits`");
        }
    }

    private Role united(Role role, Role inherited) {
        List<Role.Rectangle> allow = new ArrayList<>(role.allow());
        inherited.allow().stream().filter(part -> !allow.contains(part)).forEach(allow::add);
        return new Role(
                role.name(),
                role.owner(),
                role.reason(),
                role.purposes(),
                allow,
                narrowed(role, inherited),
                role.place());
    }

    private Terms narrowed(Role role, Role inherited) {
        Terms own = role.terms();
        Terms other = inherited.terms();
        Set<SavedQuery> queries = new LinkedHashSet<>(own.onlyQueries());
        queries.addAll(other.onlyQueries());
        return new Terms(
                own.inherits(),
                env(role, inherited),
                own.standing() && other.standing(),
                own.sessions().shorter(other.sessions()),
                both(own.when(), other.when()),
                own.limits().narrower(other.limits()),
                statements(role, inherited),
                List.copyOf(queries),
                own.request(),
                own.onRequest(),
                own.breakGlass(),
                own.channels().and(other.channels()),
                own.console(),
                own.deprecated());
    }

    private Set<String> env(Role role, Role inherited) {
        Set<String> own = role.terms().env();
        Set<String> other = inherited.terms().env();
        if (own.isEmpty() || other.isEmpty()) {
            return own.isEmpty() ? other : own;
        }
        Set<String> common = new LinkedHashSet<>(own);
        common.retainAll(other);
        if (common.isEmpty()) {
            problems.add(
                    role.place(),
                    SP1004,
                    "role "
                            + Words.quoted(role.name())
                            + " is for no environment: it inherits "
                            + Words.quoted(inherited.name())
                            + ", which is for "
                            + Words.quoted(other),
                    "make `env` of one contain an environment of the other");
            return own;
        }
        return common;
    }

    private static Optional<Condition> both(Optional<Condition> one, Optional<Condition> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return Optional.of(one.get().and(other.get()));
    }

    /** United like the rectangles; absent on both sides it stays what the rectangles need. */
    private static Optional<Set<StatementClass>> statements(Role role, Role inherited) {
        if (role.terms().statements().isEmpty() && inherited.terms().statements().isEmpty()) {
            return Optional.empty();
        }
        Set<StatementClass> united = new LinkedHashSet<>(role.statements());
        united.addAll(inherited.statements());
        return Optional.of(united);
    }
}
