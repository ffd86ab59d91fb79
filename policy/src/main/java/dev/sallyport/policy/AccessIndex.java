package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A policy laid out by what questions name, so that no question asks every role or table. */
final class AccessIndex {
    private final Policy policy;
    private final Map<String, Tables> databases = new HashMap<>();
    private final Map<String, Map<Role.Target, List<Numbered>>> rectangles = new HashMap<>();
    private final Map<Opened, Map<String, Integer>> openers = new HashMap<>();
    private final List<Role> roles = new ArrayList<>();

    private record Numbered(int number, Role.Rectangle rectangle) {}

    /** A verb on a class or a column of a target; the empty word is anything of it. */
    private record Opened(Role.Target target, Verb verb, String word) {}

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
        int order = roles.size();
        roles.add(role);
        Map<Role.Target, List<Numbered>> byTarget = new HashMap<>();
        for (int i = 0; i < role.allow().size(); i++) {
            Role.Rectangle rectangle = role.allow().get(i);
            for (Role.Target target : rectangle.on()) {
                byTarget.computeIfAbsent(target, t -> new ArrayList<>(1))
                        .add(new Numbered(i, rectangle));
                open(order, rectangle, target);
            }
        }
        rectangles.put(role.name(), byTarget);
    }

    /** Of the roles that open a word with one scope the first is enough to be named. */
    private void open(int order, Role.Rectangle rectangle, Role.Target target) {
        Role.Edit edit = rectangle.edit();
        Stream.concat(rectangle.see().stream(), rectangle.masked().keySet().stream())
                .forEach(word -> open(order, rectangle, new Opened(target, Verb.SEE, word)));
        rectangle
                .export()
                .forEach(word -> open(order, rectangle, new Opened(target, Verb.EXPORT, word)));
        openEdit(order, rectangle, target, Verb.INSERT, edit.insert());
        openEdit(order, rectangle, target, Verb.UPDATE, edit.update());
        if (edit.delete()) {
            open(order, rectangle, new Opened(target, Verb.DELETE, ""));
        }
    }

    private void openEdit(
            int order,
            Role.Rectangle rectangle,
            Role.Target target,
            Verb verb,
            Set<String> columns) {
        columns.forEach(word -> open(order, rectangle, new Opened(target, verb, word)));
        if (!columns.isEmpty()) {
            open(order, rectangle, new Opened(target, verb, ""));
        }
    }

    private void open(int order, Role.Rectangle rectangle, Opened opened) {
        openers.computeIfAbsent(opened, o -> new HashMap<>(1))
                .putIfAbsent(rectangle.scope(), order);
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

    /** Every rectangle of a role that says something of the table, in the role's order. */
    List<Way> ways(String held, String database, Catalog.GovernedTable table) {
        Optional<Role> role = policy.effective(held);
        Map<Role.Target, List<Numbered>> byTarget = rectangles.get(held);
        if (role.isEmpty() || byTarget == null) {
            return List.of();
        }
        var found = new TreeMap<Integer, Way>();
        for (Role.Target target : targets(database, table.name())) {
            for (Numbered one : byTarget.getOrDefault(target, List.of())) {
                if (reaches(one.rectangle.scope(), database, table.name())) {
                    found.put(one.number, new Way(role.get(), one.rectangle, table));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** The first role of the policy that allows it, guardrails and circumstances aside. */
    Optional<Role> opener(AccessQuestion question, Catalog.GovernedTable table) {
        int first = Integer.MAX_VALUE;
        for (Role.Target target : targets(question.database(), question.table())) {
            for (String word : words(question, table)) {
                Map<String, Integer> byScope =
                        openers.getOrDefault(new Opened(target, question.verb(), word), Map.of());
                for (Map.Entry<String, Integer> opener : byScope.entrySet()) {
                    if (opener.getValue() < first
                            && reaches(opener.getKey(), question.database(), question.table())) {
                        first = opener.getValue();
                    }
                }
            }
        }
        return first == Integer.MAX_VALUE ? Optional.empty() : Optional.of(roles.get(first));
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
        if (scope == null) {
            return false;
        }
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
