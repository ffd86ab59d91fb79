package dev.sallyport.policy.explain;

import dev.sallyport.policy.Mask;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a set of roles gives on one table, column by column: the effect, whatever the wording. */
final class TableRights {
    private final Policy policy;
    private final Target table;
    private final Map<Slot, Map<String, Access>> rights = new LinkedHashMap<>();

    private TableRights(Policy policy, Target table) {
        this.policy = policy;
        this.table = table;
    }

    /** A verb on a column; {@code *} for whole rows. */
    record Slot(Verb verb, String column) {}

    static TableRights of(Policy policy, Collection<String> roles, Target table) {
        TableRights rights = new TableRights(policy, table);
        for (String name : roles) {
            policy.effective(name).ifPresent(rights::add);
        }
        return rights;
    }

    private void add(Role role) {
        for (Role.Rectangle rectangle : role.allow()) {
            if (policy.covers(rectangle, table.database(), table.table())) {
                add(role, rectangle);
            }
        }
    }

    private void add(Role role, Role.Rectangle rectangle) {
        table.governed()
                .columns()
                .forEach((column, dataClass) -> {
                    if (rectangle.see().contains(dataClass)) {
                        put(role, rectangle, new Slot(Verb.SEE, column), "in clear", "clear");
                    }
                    Optional.ofNullable(rectangle.masked().get(dataClass))
                            .flatMap(
                                    mask -> Optional.ofNullable(policy.catalog().masks().get(mask)))
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
        Role.Edit edit = rectangle.edit();
        String pins = Canonical.of(edit.set());
        edit.insert().forEach(c -> put(role, rectangle, new Slot(Verb.INSERT, c), "", pins));
        edit.update().forEach(c -> put(role, rectangle, new Slot(Verb.UPDATE, c), "", pins));
        if (edit.delete()) {
            put(role, rectangle, new Slot(Verb.DELETE, "*"), "", "");
        }
    }

    /** Without its name: a mask that was only renamed shows the same. */
    private static String meaning(Mask mask) {
        Map<String, String> parts = new TreeMap<>(Canonical.parts((Record) mask));
        parts.remove("name");
        return mask.getClass().getSimpleName() + parts;
    }

    private void put(Role role, Role.Rectangle rectangle, Slot slot, String how, String meaning) {
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
        return slot.verb() == Verb.SEE
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
