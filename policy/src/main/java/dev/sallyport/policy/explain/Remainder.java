package dev.sallyport.policy.explain;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What guardrails, named statements and an assignment without edits leave of a rectangle. */
final class Remainder {
    private final Policy policy;
    private final Guarded guarded;
    private final Set<String> withoutEdit;

    /**
     * @param withoutEdit roles that were assigned without their edits
     */
    Remainder(Policy policy, Guarded guarded, Set<String> withoutEdit) {
        this.policy = policy;
        this.guarded = guarded;
        this.withoutEdit = withoutEdit;
    }

    /** Empty where nothing is left. */
    Optional<Role.Rectangle> of(Role role, Role.Rectangle rectangle) {
        Map<String, String> masked = new LinkedHashMap<>(rectangle.masked());
        masked.keySet().retainAll(left(role, Verb.SEE, rectangle.masked().keySet()));
        masked.entrySet().removeIf(one -> isClosed(rectangle, one));
        Role.Rectangle left =
                new Role.Rectangle(
                        rectangle.on(),
                        rectangle.scope(),
                        left(role, Verb.SEE, rectangle.see()),
                        masked,
                        withoutEdit.contains(role.name())
                                ? Role.Edit.NOTHING
                                : edit(role, rectangle),
                        left(role, Verb.EXPORT, rectangle.export()),
                        rectangle.place());
        return Optional.of(left).filter(some -> !isNothing(some));
    }

    /** Where a mask shows another column, in every table, whose class is taken away. */
    private boolean isClosed(Role.Rectangle rectangle, Map.Entry<String, String> masked) {
        List<Boolean> closed = new ArrayList<>();
        for (Catalog.Database database : policy.catalog().databases().values()) {
            database.tables().stream()
                    .filter(table -> table.columns().containsValue(masked.getKey()))
                    .filter(table -> policy.covers(rectangle, database.name(), table.name()))
                    .map(table ->
                            policy.catalog()
                                    .shownInstead(masked.getValue(), table)
                                    .flatMap(other -> guarded.forbids(Verb.SEE, other))
                                    .isPresent())
                    .forEach(closed::add);
        }
        return !closed.isEmpty() && !closed.contains(false);
    }

    private static boolean isNothing(Role.Rectangle left) {
        return left.see().isEmpty()
                && left.masked().isEmpty()
                && left.export().isEmpty()
                && left.edit().isNothing();
    }

    private Set<String> left(Role role, Verb verb, Set<String> classes) {
        Set<String> left = new LinkedHashSet<>(classes);
        left.removeIf(name -> !Gift.lets(role, verb) || guarded.forbids(verb, name).isPresent());
        return left;
    }

    /** Columns and whole rows are changed on tables that are named, of which there is one. */
    private Role.Edit edit(Role role, Role.Rectangle rectangle) {
        List<Catalog.GovernedTable> tables =
                rectangle.on().stream()
                        .flatMap(target ->
                                target
                                        .table()
                                        .flatMap(name ->
                                                policy.catalog().table(target.database(), name))
                                        .stream())
                        .toList();
        Role.Edit edit = rectangle.edit();
        return new Role.Edit(
                words(role, Verb.INSERT, edit.insert(), tables),
                words(role, Verb.UPDATE, edit.update(), tables),
                edit.delete() && Gift.lets(role, Verb.DELETE) && isWholeOpen(tables),
                edit.set());
    }

    /** A word is a class, or a column, whose class is the table's to say. */
    private Set<String> words(
            Role role, Verb verb, Set<String> words, List<Catalog.GovernedTable> tables) {
        Set<String> left = left(role, verb, words);
        left.removeIf(word ->
                word.indexOf('.') < 0
                        && tables.stream()
                                .flatMap(table -> table.classOf(word).stream())
                                .anyMatch(name -> guarded.forbids(verb, name).isPresent()));
        return left;
    }

    /** Whoever deletes a row deletes every class of it. */
    private boolean isWholeOpen(List<Catalog.GovernedTable> tables) {
        return tables.stream()
                .flatMap(table -> table.columns().values().stream())
                .allMatch(name -> guarded.forbids(Verb.DELETE, name).isEmpty());
    }
}
