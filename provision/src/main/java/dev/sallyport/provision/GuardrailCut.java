package dev.sallyport.provision;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.StatementClass;
import dev.sallyport.policy.Verb;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is left of a role's rectangles for one kind of holder: without the classes that guardrails
 * take away, and without the verbs whose statements it may not run.
 */
final class GuardrailCut {
    private final Policy policy;
    private final Catalog.Database database;
    private final Guarded guarded;
    private final Set<String> classes;

    GuardrailCut(Policy policy, Catalog.Database database, AskerKind kind) {
        this.policy = policy;
        this.database = database;
        this.classes = policy.catalog().classes().keySet();
        this.guarded =
                new Guarded(
                        policy.guardrails().stream()
                                .filter(guardrail -> guardrail.concerns(kind, Optional.empty()))
                                .filter(guardrail -> guardrail.outside().isEmpty())
                                .toList());
    }

    Role of(Role role) {
        Set<Verb> verbs = verbs(role);
        return role.with(
                role.allow().stream()
                        .flatMap(rectangle -> sees(rectangle, verbs).stream())
                        .flatMap(rectangle -> edits(rectangle, verbs).stream())
                        .toList());
    }

    private static Set<Verb> verbs(Role role) {
        Optional<Set<StatementClass>> written = role.terms().statements();
        return List.of(Verb.values()).stream()
                .filter(verb ->
                        written.map(some -> some.contains(Guarded.statement(verb))).orElse(true))
                .collect(Collectors.toSet());
    }

    /** Another column that a mask shows has its own class in each table. */
    private List<Role.Rectangle> sees(Role.Rectangle rectangle, Set<Verb> verbs) {
        Role.Rectangle seen = seen(rectangle, Set.of(), verbs);
        if (database.tables().stream().allMatch(table -> closed(seen, table, verbs).isEmpty())) {
            return List.of(seen);
        }
        return database.tables().stream()
                .filter(table -> covers(seen, table))
                .filter(table -> !seen.on().contains(whole()) || reaches(seen, table))
                .map(table -> seen(on(seen, table), closed(seen, table, verbs), verbs))
                .toList();
    }

    private Role.Target whole() {
        return new Role.Target(database.name(), Optional.empty());
    }

    private boolean reaches(Role.Rectangle rectangle, Catalog.GovernedTable table) {
        return policy.covers(rectangle, database.name(), table.name());
    }

    /** The masked classes of which nothing is left there. */
    private Set<String> closed(
            Role.Rectangle rectangle, Catalog.GovernedTable table, Set<Verb> verbs) {
        return rectangle.masked().entrySet().stream()
                .filter(one ->
                        policy.catalog()
                                .shownInstead(one.getValue(), table)
                                .filter(other -> !lets(Verb.SEE, other, verbs))
                                .isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Role.Rectangle on(Role.Rectangle rectangle, Catalog.GovernedTable table) {
        return rectangle.with(
                Set.of(new Role.Target(database.name(), Optional.of(table.name()))),
                rectangle.edit());
    }

    private Role.Rectangle seen(Role.Rectangle rectangle, Set<String> closed, Set<Verb> verbs) {
        return new Role.Rectangle(
                rectangle.on(),
                rectangle.scope(),
                rectangle.see().stream()
                        .filter(one -> lets(Verb.SEE, one, verbs))
                        .collect(Collectors.toSet()),
                rectangle.masked().entrySet().stream()
                        .filter(one -> lets(Verb.SEE, one.getKey(), verbs))
                        .filter(one -> !closed.contains(one.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                rectangle.edit(),
                rectangle.export(),
                rectangle.place());
    }

    private boolean lets(Verb verb, String dataClass, Set<Verb> verbs) {
        return verbs.contains(verb) && guarded.forbids(verb, dataClass).isEmpty();
    }

    /** A column has another class in another table, so what is cut is cut table by table. */
    private List<Role.Rectangle> edits(Role.Rectangle rectangle, Set<Verb> verbs) {
        if (rectangle.edit().isNothing() || !cutsEdits(verbs)) {
            return List.of(rectangle);
        }
        List<Role.Rectangle> parts = new ArrayList<>();
        parts.add(rectangle.with(rectangle.on(), Role.Edit.NOTHING));
        for (Catalog.GovernedTable table : database.tables()) {
            Role.Edit left = left(rectangle.edit(), table, verbs);
            if (!left.isNothing() && covers(rectangle, table)) {
                parts.add(
                        rectangle.with(
                                Set.of(new Role.Target(database.name(), Optional.of(table.name()))),
                                left));
            }
        }
        return parts;
    }

    private boolean cutsEdits(Set<Verb> verbs) {
        return List.of(Verb.INSERT, Verb.UPDATE, Verb.DELETE).stream()
                .anyMatch(verb -> classes.stream().anyMatch(one -> !lets(verb, one, verbs)));
    }

    private boolean covers(Role.Rectangle rectangle, Catalog.GovernedTable table) {
        return rectangle.covers(database.name(), table.name());
    }

    private Role.Edit left(Role.Edit edit, Catalog.GovernedTable table, Set<Verb> verbs) {
        boolean whole =
                table.columns().values().stream().allMatch(one -> lets(Verb.DELETE, one, verbs));
        return new Role.Edit(
                left(edit.insert(), Verb.INSERT, table, verbs),
                left(edit.update(), Verb.UPDATE, table, verbs),
                edit.delete() && whole,
                edit.set());
    }

    /** A column without a class stays, so that the reason why nobody may write it is told. */
    private Set<String> left(
            Set<String> columns, Verb verb, Catalog.GovernedTable table, Set<Verb> verbs) {
        Set<String> left = new LinkedHashSet<>();
        for (String column : columns) {
            if (verbs.contains(verb)
                    && table.classOf(column).map(one -> lets(verb, one, verbs)).orElse(true)) {
                left.add(column);
            }
        }
        return left;
    }
}
