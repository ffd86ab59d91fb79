package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which roles see whose record it is, and which see the same records under a pseudonym; who holds
 * one of each can tell whose a pseudonym is.
 */
final class Reidentification {
    private static final String PSEUDONYM = ".pseudonym";

    private final Policy policy;
    private final AccessIndex index;
    private final Map<String, Map<String, List<TableName>>> tablesByClass = new HashMap<>();
    private final Set<String> identifying = new LinkedHashSet<>();
    private final Set<String> pseudonymous = new LinkedHashSet<>();

    Reidentification(Policy policy, AccessIndex index) {
        this.policy = policy;
        this.index = index;
        policy.catalog().databases().values().forEach(this::add);
        Set<String> keys = keys();
        for (String name : policy.roles().keySet()) {
            policy.effective(name).ifPresent(role -> judge(role, keys));
        }
    }

    private void add(Catalog.Database database) {
        Map<String, List<TableName>> byClass = new HashMap<>();
        for (Catalog.GovernedTable table : database.tables()) {
            for (String dataClass : new HashSet<>(table.columns().values())) {
                byClass.computeIfAbsent(dataClass, c -> new ArrayList<>()).add(table.name());
            }
        }
        tablesByClass.put(database.name(), byClass);
    }

    /** The classes by which people name a record. */
    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        for (Catalog.Database database : policy.catalog().databases().values()) {
            database.subject()
                    .flatMap(subject ->
                            index.table(database.name(), subject.table())
                                    .flatMap(table -> table.classOf(subject.key())))
                    .ifPresent(keys::add);
        }
        return keys;
    }

    private void judge(Role role, Set<String> keys) {
        boolean named = false;
        boolean pseudonym = false;
        for (Role.Rectangle rectangle : role.allow()) {
            for (String dataClass : rectangle.see()) {
                boolean key = keys.contains(dataClass);
                if ((key || dataClass.endsWith(PSEUDONYM)) && shows(rectangle, dataClass)) {
                    named |= key;
                    pseudonym |= !key;
                }
            }
            for (Map.Entry<String, String> masked : rectangle.masked().entrySet()) {
                pseudonym |= isPseudonym(masked.getValue()) && shows(rectangle, masked.getKey());
            }
        }
        if (named) {
            identifying.add(role.name());
        } else if (pseudonym) {
            pseudonymous.add(role.name());
        }
    }

    /** Whether what the mask shows is the same for the same person, and different for others. */
    private boolean isPseudonym(String name) {
        Mask mask = policy.catalog().masks().get(name);
        return mask instanceof Mask.UseColumn || mask instanceof Mask.Surrogate;
    }

    private boolean shows(Role.Rectangle rectangle, String dataClass) {
        for (Role.Target target : rectangle.on()) {
            List<TableName> tables =
                    tablesByClass
                            .getOrDefault(target.database(), Map.of())
                            .getOrDefault(dataClass, List.of());
            for (TableName table : tables) {
                if (target.covers(target.database(), table)
                        && index.reaches(rectangle.scope(), target.database(), table)) {
                    return true;
                }
            }
        }
        return false;
    }

    Set<String> identifying() {
        return identifying;
    }

    Set<String> pseudonymous() {
        return pseudonymous;
    }
}
