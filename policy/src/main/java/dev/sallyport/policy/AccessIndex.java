package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A policy laid out by what questions name, so that no question asks every role or table. */
final class AccessIndex {
    private final Policy policy;
    private final Map<String, Tables> databases = new HashMap<>();
    private final Map<String, RoleIndex> roles = new HashMap<>();
    private final Openers openers = new Openers();

    /** The numbers of the roles that show a class. */
    private final Map<String, BitSet> showing = new HashMap<>();

    /** The tables of one database, by whole name and by last name, and who has which column. */
    private record Tables(
            Map<TableName, Catalog.GovernedTable> byName,
            Map<String, List<Catalog.GovernedTable>> byLastName,
            Map<String, List<Catalog.GovernedTable>> byColumn,
            Map<TableName, TableName> subjects) {}

    AccessIndex(Policy policy) {
        this.policy = policy;
        policy.catalog().databases().values().forEach(this::add);
        for (String name : policy.roles().keySet()) {
            policy.effective(name).ifPresent(this::add);
        }
    }

    private void add(Catalog.Database database) {
        var tables = new Tables(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (Catalog.GovernedTable table : database.tables()) {
            tables.byName.put(table.name(), table);
            tables.byLastName
                    .computeIfAbsent(table.name().table(), n -> new ArrayList<>(1))
                    .add(table);
            for (String column : table.columns().keySet()) {
                tables.byColumn.computeIfAbsent(column, c -> new ArrayList<>(1)).add(table);
            }
            database.linkOf(table)
                    .ifPresent(link -> tables.subjects.put(table.name(), link.target()));
        }
        databases.put(database.name(), tables);
    }

    private void add(Role role) {
        RoleIndex index = new RoleIndex(role, roles.size(), policy.catalog().scopes());
        openers.add(index.number(), role);
        for (Role.Rectangle rectangle : role.allow()) {
            Stream.concat(rectangle.see().stream(), rectangle.masked().keySet().stream())
                    .forEach(word ->
                            showing.computeIfAbsent(word, w -> new BitSet()).set(index.number()));
        }
        roles.put(role.name(), index);
    }

    Optional<Catalog.GovernedTable> table(String database, TableName name) {
        return Optional.ofNullable(databases.get(database)).map(tables -> tables.byName.get(name));
    }

    /** Every table of that name, whatever its schema. */
    List<Catalog.GovernedTable> tables(String database, String lastName) {
        Tables tables = databases.get(database);
        return tables == null ? List.of() : tables.byLastName.getOrDefault(lastName, List.of());
    }

    /** Every table that names the column. */
    List<Catalog.GovernedTable> having(String database, String column) {
        Tables tables = databases.get(database);
        return tables == null ? List.of() : tables.byColumn.getOrDefault(column, List.of());
    }

    Optional<RoleIndex> role(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    /** Whether a role shows a class anywhere, in clear or masked. */
    boolean shows(String role, String dataClass) {
        BitSet numbers = showing.get(dataClass);
        RoleIndex index = roles.get(role);
        return numbers != null && index != null && numbers.get(index.number());
    }

    /** Every rectangle of a role that says something of the table, in the role's order. */
    List<Way> ways(String held, String database, Catalog.GovernedTable table) {
        RoleIndex role = roles.get(held);
        if (role == null) {
            return List.of();
        }
        List<RoleIndex.Numbered> on = role.on(database, table.name());
        List<Way> ways = new ArrayList<>(on.size());
        for (RoleIndex.Numbered one : on) {
            if (one.scope().isPresent() && reaches(one.scope().get(), database, table.name())) {
                ways.add(new Way(role.role(), one.rectangle(), table, policy.catalog()));
            }
        }
        return ways;
    }

    /** The first role of the policy that allows it, guardrails and circumstances aside. */
    Optional<Role> opener(AccessQuestion question, Catalog.GovernedTable table) {
        Openers.Opening first = null;
        for (Role.Target target : targets(question.database(), question.table())) {
            for (String word : words(question, table)) {
                for (Map.Entry<String, Openers.Opening> one :
                        openers.of(target, question.verb(), word).entrySet()) {
                    boolean sooner = first == null || one.getValue().order() < first.order();
                    if (sooner && reaches(one.getKey(), question.database(), question.table())) {
                        first = one.getValue();
                    }
                }
            }
        }
        return Optional.ofNullable(first).map(Openers.Opening::role);
    }

    private static Set<String> words(AccessQuestion question, Catalog.GovernedTable table) {
        return switch (question.verb()) {
            case SEE, EXPORT ->
                    question.column()
                            .map(column -> table.classOf(column).map(Set::of).orElse(Set.of()))
                            .orElseGet(() -> Set.copyOf(table.columns().values()));
            case INSERT, UPDATE ->
                    question.column()
                            .map(column ->
                                    table.classOf(column)
                                            .map(found -> Set.of(column, found))
                                            .orElse(Set.of(column)))
                            .orElse(Set.of(""));
            case DELETE -> Set.of("");
        };
    }

    private static List<Role.Target> targets(String database, TableName table) {
        return List.of(
                new Role.Target(database, Optional.empty()),
                new Role.Target(database, Optional.of(table)));
    }

    /** As {@link Catalog#reaches}, by lookups alone. */
    boolean reaches(String name, String database, TableName table) {
        Scope scope = policy.catalog().scopes().get(name);
        return scope != null && reaches(scope, database, table);
    }

    private boolean reaches(Scope scope, String database, TableName table) {
        if (scope.table().isEmpty()) {
            return true;
        }
        TableName own = scope.table().get();
        Tables tables = databases.get(database);
        return tables != null
                && scope.database().equals(Optional.of(database))
                && (own.equals(table)
                        || (scope.follow() && own.equals(tables.subjects.get(table))));
    }
}
