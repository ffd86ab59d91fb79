package dev.sallyport.policy.explain;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what two sets of roles of two policies give, table by table. */
final class RightsDiff {
    private final Policy before;
    private final Policy after;
    private final Set<Named> tables = new LinkedHashSet<>();

    RightsDiff(Policy before, Policy after) {
        this.before = before;
        this.after = after;
        collect(before);
        collect(after);
    }

    private record Named(String database, TableName table) {}

    private void collect(Policy policy) {
        for (Catalog.Database database : policy.catalog().databases().values()) {
            database.tables()
                    .forEach(table -> tables.add(new Named(database.name(), table.name())));
        }
    }

    List<Change> between(Holding old, Holding now) {
        Guarded guarded = new Guarded(old.guardrails());
        Guarded nowGuarded = new Guarded(now.guardrails());
        return between(
                named -> TableRights.of(before, old, guarded, target(before, named)),
                named -> TableRights.of(after, now, nowGuarded, target(after, named)));
    }

    /** What the two give by themselves; nothing where there is none. */
    List<Change> between(Optional<Role> old, Optional<Role> now) {
        return between(
                named -> TableRights.of(before, old, target(before, named)),
                named -> TableRights.of(after, now, target(after, named)));
    }

    private List<Change> between(
            Function<Named, TableRights> old, Function<Named, TableRights> now) {
        List<Change> changes = new ArrayList<>();
        for (Named named : tables) {
            changes(named, old.apply(named), now.apply(named))
                    .forEach(change -> add(changes, change));
        }
        return changes;
    }

    private static Target target(Policy policy, Named named) {
        Catalog.GovernedTable table =
                policy.catalog()
                        .table(named.database(), named.table())
                        .orElseGet(() -> nothing(named));
        return new Target(named.database(), table, Optional.empty());
    }

    private static Catalog.GovernedTable nothing(Named named) {
        return new Catalog.GovernedTable(named.table(), Map.of(), Place.line("nowhere", 0));
    }

    /** The same of another table is the same change. */
    private static void add(List<Change> changes, Change change) {
        for (int at = 0; at < changes.size(); at++) {
            if (changes.get(at).isLike(change)) {
                changes.set(at, changes.get(at).and(change.tables()));
                return;
            }
        }
        changes.add(change);
    }

    private static List<Change> changes(Named named, TableRights old, TableRights now) {
        Set<TableRights.Slot> slots = new LinkedHashSet<>(old.rights().keySet());
        slots.addAll(now.rights().keySet());
        Map<Change, Set<String>> columns = new LinkedHashMap<>();
        for (TableRights.Slot slot : slots) {
            Map<String, Access> had = old.rights().getOrDefault(slot, Map.of());
            Map<String, Access> has = now.rights().getOrDefault(slot, Map.of());
            if (!had.keySet().equals(has.keySet())) {
                String what = (has.isEmpty() ? old : now).label(slot);
                Change change =
                        new Change(
                                slot.verb(),
                                what,
                                words(had, has),
                                words(has, had),
                                List.of(),
                                List.of());
                columns.computeIfAbsent(change, ignored -> new TreeSet<>()).add(slot.column());
            }
        }
        List<Change> changes = new ArrayList<>();
        columns.forEach((change, some) ->
                changes.add(change.and(List.of(where(named, change, some, old, now)))));
        return changes;
    }

    private static String where(
            Named named, Change change, Set<String> some, TableRights old, TableRights now) {
        String table = named.database() + "." + named.table();
        Set<String> all = new TreeSet<>(old.columnsOf(change.what()));
        all.addAll(now.columnsOf(change.what()));
        return all.isEmpty() || some.containsAll(all)
                ? table
                : table + " (" + String.join(", ", some) + ")";
    }

    /** Of what the other does not have; by its meaning where both have the same name. */
    private static String words(Map<String, Access> one, Map<String, Access> other) {
        List<Access> own = without(one, other);
        List<Access> others = without(other, one);
        boolean alike = names(own).equals(names(others));
        boolean sameRows = !alike && rows(own).equals(rows(others)) && own.size() == 1;
        if (sameRows && others.size() == 1 && !own.getFirst().how().isEmpty()) {
            return own.getFirst().how();
        }
        return String.join(" and ", alike ? meanings(own) : names(own));
    }

    private static List<Access> without(Map<String, Access> one, Map<String, Access> other) {
        return one.entrySet().stream()
                .filter(access -> !other.containsKey(access.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Set<String> names(List<Access> accesses) {
        return accesses.stream()
                .map(Access::words)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> rows(List<Access> accesses) {
        return accesses.stream().map(Access::rows).collect(Collectors.toSet());
    }

    private static List<String> meanings(List<Access> accesses) {
        return accesses.stream().map(Access::meaning).toList();
    }
}
