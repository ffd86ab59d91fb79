package dev.sallyport.policy.explain;

import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Mask;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a set of roles gives on one table, column by column: the effect, whatever the wording. */
final class TableRights {
    private final Policy policy;
    private final Guarded guarded;
    private final Target table;
    private final Map<Slot, Map<String, Access>> rights = new LinkedHashMap<>();

    private TableRights(Policy policy, Guarded guarded, Target table) {
        this.policy = policy;
        this.guarded = guarded;
        this.table = table;
    }

    /** A verb on a column; {@code *} for whole rows. */
    record Slot(Verb verb, String column) {}

    static TableRights of(Policy policy, Holding holding, Guarded guarded, Target table) {
        TableRights rights = new TableRights(policy, guarded, table);
        for (String name : holding.roles()) {
            Optional<Role> role = policy.effective(name);
            role.ifPresent(rights::show);
            role.filter(found -> !holding.withoutEdit().contains(name)).ifPresent(rights::change);
        }
        return rights;
    }

    /** What a role gives by itself. */
    static TableRights of(Policy policy, Optional<Role> role, Target table) {
        TableRights rights = new TableRights(policy, Guarded.NOTHING, table);
        role.ifPresent(rights::show);
        role.ifPresent(rights::change);
        return rights;
    }

    private void show(Role role) {
        covering(role).forEach(rectangle -> show(role, rectangle));
    }

    private void change(Role role) {
        covering(role).forEach(rectangle -> change(role, rectangle));
    }

    private Stream<Role.Rectangle> covering(Role role) {
        return role.allow().stream()
                .filter(part -> policy.covers(part, table.database(), table.table()));
    }

    private void show(Role role, Role.Rectangle rectangle) {
        table.governed()
                .columns()
                .forEach((column, dataClass) -> {
                    if (rectangle.see().contains(dataClass)) {
                        put(role, rectangle, new Slot(Verb.SEE, column), "in clear", "clear");
                    }
                    boolean shown =
                            rectangle.see().contains(dataClass)
                                    || rectangle.masked().containsKey(dataClass);
                    if (shown && rectangle.export().contains(dataClass)) {
                        put(role, rectangle, new Slot(Verb.EXPORT, column), "", "");
                    }
                    Optional.ofNullable(rectangle.masked().get(dataClass))
                            .flatMap(
                                    mask -> Optional.ofNullable(policy.catalog().masks().get(mask)))
                            .filter(mask -> !showsForbidden(mask))
                            .ifPresent(mask -> {
                                String how = "through " + mask.name();
                                put(
                                        role,
                                        rectangle,
                                        new Slot(Verb.SEE, column),
                                        how,
                                        meaning(mask));
                            });
                });
    }

    private void change(Role role, Role.Rectangle rectangle) {
        Role.Edit edit = rectangle.edit();
        String pins = Canonical.of(edit.set());
        columns(edit.insert())
                .forEach(c -> put(role, rectangle, new Slot(Verb.INSERT, c), "", pins));
        columns(edit.update())
                .forEach(c -> put(role, rectangle, new Slot(Verb.UPDATE, c), "", pins));
        if (edit.delete()) {
            put(role, rectangle, new Slot(Verb.DELETE, "*"), "", "");
        }
    }

    /** A word is a column, or a class for every column of it. */
    private Stream<String> columns(Set<String> words) {
        return words.stream()
                .flatMap(word -> {
                    List<String> columns = columnsOf(word);
                    return columns.isEmpty() ? Stream.of(word) : columns.stream();
                });
    }

    private boolean isForbidden(Slot slot) {
        return slot.verb() == Verb.DELETE
                ? table.governed().columns().values().stream()
                        .anyMatch(name -> guarded.forbids(slot.verb(), name).isPresent())
                : table.governed()
                        .classOf(slot.column())
                        .flatMap(name -> guarded.forbids(slot.verb(), name))
                        .isPresent();
    }

    private boolean showsForbidden(Mask mask) {
        return mask.instead()
                .flatMap(table.governed()::classOf)
                .flatMap(name -> guarded.forbids(Verb.SEE, name))
                .isPresent();
    }

    /** Without its name: a mask that was only renamed shows the same. */
    private static String meaning(Mask mask) {
        Map<String, String> parts = new TreeMap<>(Canonical.parts((Record) mask));
        parts.remove("name");
        return mask.getClass().getSimpleName() + parts;
    }

    private void put(Role role, Role.Rectangle rectangle, Slot slot, String how, String meaning) {
        if (!Gift.lets(role, slot.verb()) || isForbidden(slot)) {
            return;
        }
        String when = role.terms().when().map(Object::toString).orElse("");
        String rows = Legend.scope(policy, rectangle).map(ScopeWords::definition).orElse("no row");
        Access access =
                new Access(
                        how,
                        Legend.rows(policy, rectangle),
                        meaning + " of " + rows + " when " + when);
        rights.computeIfAbsent(slot, ignored -> new TreeMap<>()).put(access.meaning(), access);
    }

    Map<Slot, Map<String, Access>> rights() {
        return rights;
    }

    /** The class of a column here; what may be written need not have one. */
    String label(Slot slot) {
        return slot.verb() == Verb.SEE || slot.verb() == Verb.EXPORT
                ? table.governed().classOf(slot.column()).orElse(slot.column())
                : slot.column().equals("*") ? "rows" : slot.column();
    }

    List<String> columnsOf(String label) {
        return table.governed().columns().entrySet().stream()
                .filter(column -> column.getValue().equals(label))
                .map(Map.Entry::getKey)
                .toList();
    }
}
