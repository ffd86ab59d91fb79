package dev.sallyport.policy.explain;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Guardrail;
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

    /** One, or several where not the same is left on each table; none where nothing is left. */
    List<Role.Rectangle> of(Role role, Role.Rectangle rectangle) {
        Set<String> see = left(role, Verb.SEE, rectangle.see());
        Map<String, String> masked = new LinkedHashMap<>(rectangle.masked());
        masked.keySet().retainAll(left(role, Verb.SEE, rectangle.masked().keySet()));
        Role.Rectangle shown =
                new Role.Rectangle(
                        rectangle.on(),
                        rectangle.scope(),
                        see,
                        masked,
                        Role.Edit.NOTHING,
                        left(role, Verb.EXPORT, rectangle.export()),
                        rectangle.place());
        return edits(role, rectangle).entrySet().stream()
                .map(entry -> shown.with(entry.getValue(), entry.getKey()))
                .filter(left -> !isNothing(left))
                .toList();
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

    /** What may be changed, with where; one entry where that is the same everywhere. */
    private Map<Role.Edit, List<Role.Target>> edits(Role role, Role.Rectangle rectangle) {
        Role.Edit edit =
                withoutEdit.contains(role.name()) ? Role.Edit.NOTHING : said(role, rectangle);
        Map<Role.Edit, List<Role.Target>> byEdit = new LinkedHashMap<>();
        if (!edit.isNothing() && guards()) {
            for (Catalog.Database database : policy.catalog().databases().values()) {
                for (Catalog.GovernedTable table : database.tables()) {
                    if (policy.covers(rectangle, database.name(), table.name())) {
                        byEdit.computeIfAbsent(on(table, edit), e -> new ArrayList<>())
                                .add(new Role.Target(database.name(), Optional.of(table.name())));
                    }
                }
            }
        }
        if (byEdit.size() > 1) {
            return byEdit;
        }
        return Map.of(
                byEdit.keySet().stream().findFirst().orElse(edit), List.copyOf(rectangle.on()));
    }

    /** Whether some guardrail, here or elsewhere, takes a change away. */
    private boolean guards() {
        return policy.guardrails().stream()
                .map(Guardrail::acts)
                .anyMatch(acts -> !acts.edit().isEmpty() || !acts.statements().isEmpty());
    }

    private static Role.Edit said(Role role, Role.Rectangle rectangle) {
        Role.Edit edit = rectangle.edit();
        return new Role.Edit(
                Gift.lets(role, Verb.INSERT) ? edit.insert() : Set.of(),
                Gift.lets(role, Verb.UPDATE) ? edit.update() : Set.of(),
                Gift.lets(role, Verb.DELETE) && edit.delete(),
                edit.set());
    }

    /** Whoever deletes a row deletes every class of it. */
    private Role.Edit on(Catalog.GovernedTable table, Role.Edit edit) {
        boolean whole =
                table.columns().values().stream()
                        .allMatch(name -> guarded.forbids(Verb.DELETE, name).isEmpty());
        return new Role.Edit(
                words(table, Verb.INSERT, edit.insert()),
                words(table, Verb.UPDATE, edit.update()),
                edit.delete() && whole,
                edit.set());
    }

    /** A word is a class, or a column, whose class is the table's to say. */
    private Set<String> words(Catalog.GovernedTable table, Verb verb, Set<String> words) {
        Set<String> left = new LinkedHashSet<>(words);
        left.removeIf(word ->
                guarded.forbids(verb, word).isPresent()
                        || table.classOf(word)
                                .flatMap(name -> guarded.forbids(verb, name))
                                .isPresent());
        return left;
    }
}
