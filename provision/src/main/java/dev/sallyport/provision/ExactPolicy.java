package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The policy as one database reads it: tables that a pattern covers are named, classes that may be
 * edited are the columns there are, and every role has what it inherits.
 */
final class ExactPolicy {
    private final Catalog.Database database;
    private final Surroundings surroundings;

    private ExactPolicy(Catalog.Database database, Surroundings surroundings) {
        this.database = database;
        this.surroundings = surroundings;
    }

    static Policy of(Policy policy, String name, Surroundings surroundings) {
        Catalog.Database written = policy.catalog().databases().get(name);
        if (written == null) {
            return policy;
        }
        Catalog.Database database = named(written, surroundings);
        var exact = new ExactPolicy(database, surroundings);
        Map<String, Catalog.Database> databases = new LinkedHashMap<>(policy.catalog().databases());
        databases.put(name, database);
        Map<String, Role> roles = new LinkedHashMap<>();
        policy.effective().forEach((key, role) -> roles.put(key, exact.role(role)));
        return policy.with(policy.catalog().with(databases), roles);
    }

    private static Catalog.Database named(Catalog.Database database, Surroundings surroundings) {
        Map<TableName, Catalog.GovernedTable> tables = new LinkedHashMap<>();
        database.tables().forEach(table -> tables.put(table.name(), table));
        surroundings.tables().values().stream()
                .filter(table -> table.kind() == Surroundings.Kind.TABLE)
                .map(Surroundings.Table::name)
                .sorted(Comparator.comparing(TableName::toString))
                .forEach(table ->
                        database.table(table).ifPresent(found -> tables.putIfAbsent(table, found)));
        return database.with(tables);
    }

    private Role role(Role role) {
        return role.with(
                role.allow().stream().flatMap(rectangle -> exact(rectangle).stream()).toList());
    }

    /** Columns of two tables are never mixed, so a rule by class becomes one for each table. */
    private List<Role.Rectangle> exact(Role.Rectangle rectangle) {
        Role.Edit edit = rectangle.edit();
        if (!byClass(edit.insert()) && !byClass(edit.update())) {
            return List.of(rectangle);
        }
        List<Role.Rectangle> parts = new ArrayList<>();
        parts.add(rectangle.with(rectangle.on(), Role.Edit.NOTHING));
        for (Catalog.GovernedTable table : database.tables()) {
            boolean covered = rectangle.covers(database.name(), table.name());
            Role.Edit here =
                    new Role.Edit(
                            columns(edit.insert(), table),
                            columns(edit.update(), table),
                            edit.delete(),
                            edit.set());
            if (covered && !here.isNothing()) {
                parts.add(
                        rectangle.with(
                                Set.of(new Role.Target(database.name(), Optional.of(table.name()))),
                                here));
            }
        }
        return parts;
    }

    private static boolean byClass(Set<String> words) {
        return words.stream().anyMatch(word -> word.indexOf('.') >= 0);
    }

    private Set<String> columns(Set<String> words, Catalog.GovernedTable table) {
        Set<String> columns = new LinkedHashSet<>();
        for (String word : words) {
            if (word.indexOf('.') < 0) {
                columns.add(word);
            }
        }
        surroundings
                .table(table.name())
                .ifPresent(live ->
                        new TreeSet<>(live.columns().keySet())
                                .stream()
                                        .filter(column ->
                                                table.classOf(column)
                                                        .filter(words::contains)
                                                        .isPresent())
                                        .forEach(columns::add));
        return columns;
    }
}
