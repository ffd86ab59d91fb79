package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Scope;
import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which columns row filters read: whoever could change one of them could move a row's fence. */
final class ScopeColumns {
    private final Catalog.Database database;
    private final Set<Securable.Relation> deciding = new HashSet<>();
    private final Set<Securable.Relation> elsewhere = new HashSet<>();
    private final List<Looked> looked = new ArrayList<>();

    /** One place where a scope looks into another table for who may see a row. */
    private record Looked(Scope scope, Scope.Exists exists) {

        boolean matches(TableName table, String column) {
            return exists.other().equals(table) && exists.match().containsValue(column);
        }

        /** Whether the column only ever names what the scope shows already. */
        boolean isWithin(Scope other, Optional<Catalog.SubjectLink> link, String column) {
            return other.follow()
                    && other.name().equals(scope.name())
                    && lookups(scope.condition()).contains(exists)
                    && link.filter(by -> by.column().equals(column))
                            .filter(by -> scope.table().equals(Optional.of(by.target())))
                            .filter(by -> exists.match().containsKey(by.targetColumn()))
                            .isPresent();
        }
    }

    ScopeColumns(Catalog catalog, Catalog.Database database) {
        this.database = database;
        for (Scope scope : catalog.scopes().values()) {
            if (scope.database().filter(database.name()::equals).isPresent()) {
                scope.table().ifPresent(table -> collect(scope, table, scope.condition()));
            }
        }
        for (Catalog.GovernedTable table : database.tables()) {
            database.link(table.name())
                    .ifPresent(link -> {
                        var target = Securable.Relation.column(link.target(), link.targetColumn());
                        deciding.add(Securable.Relation.column(table.name(), link.column()));
                        deciding.add(target);
                        elsewhere.add(target);
                    });
        }
    }

    /** Whether some scope reads the column. */
    boolean decides(TableName table, String column) {
        return deciding.contains(Securable.Relation.column(table, column));
    }

    /** Whether a scope of another table looks here for who may see its rows. */
    boolean decidesElsewhere(TableName table, String column) {
        return elsewhere.contains(Securable.Relation.column(table, column));
    }

    /**
     * Whether a new row could be what a scope looks for: by a column that names whose rows it
     * opens. Not where what is pinned to null never matches, or where the row has to lie within the
     * same scope itself.
     */
    boolean opens(TableName table, String column, Scope within, Map<String, Scope.Value> set) {
        return looked.stream()
                .filter(one -> one.matches(table, column))
                .anyMatch(one ->
                        !isNever(one.exists().where(), set)
                                && !one.isWithin(within, database.link(table), column));
    }

    private static boolean isNever(Scope.Condition condition, Map<String, Scope.Value> set) {
        return switch (condition) {
            case Scope.Everything everything -> false;
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(part -> isNever(part, set));
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.stream().allMatch(part -> isNever(part, set));
            case Scope.Matches matches ->
                    !(matches.value() instanceof Scope.Null)
                            && set.get(matches.column()) instanceof Scope.Null;
            case Scope.Exists exists -> false;
        };
    }

    private void collect(Scope scope, TableName table, Scope.Condition condition) {
        of(condition).forEach(column -> deciding.add(Securable.Relation.column(table, column)));
        for (Scope.Exists exists : lookups(condition)) {
            looked.add(new Looked(scope, exists));
            of(exists.where())
                    .forEach(column ->
                            elsewhere.add(Securable.Relation.column(exists.other(), column)));
            exists.match()
                    .values()
                    .forEach(column ->
                            deciding.add(Securable.Relation.column(exists.other(), column)));
            collect(scope, exists.other(), exists.where());
        }
    }

    /** The columns of the filtered table itself. */
    static Set<String> of(Scope.Condition condition) {
        return places(condition).keySet();
    }

    static List<Scope.Exists> lookups(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything everything -> List.of();
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.stream().flatMap(part -> lookups(part).stream()).toList();
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.stream().flatMap(part -> lookups(part).stream()).toList();
            case Scope.Matches matches -> List.of();
            case Scope.Exists exists -> List.of(exists);
        };
    }

    /** Where each column a condition names is written. */
    static Map<String, Place> places(Scope.Condition condition) {
        Map<String, Place> places = new LinkedHashMap<>();
        switch (condition) {
            case Scope.Everything everything -> {}
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.forEach(part -> places.putAll(places(part)));
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.forEach(part -> places.putAll(places(part)));
            case Scope.Matches matches -> places.put(matches.column(), matches.place());
            case Scope.Exists exists ->
                    exists.match().keySet().forEach(c -> places.put(c, exists.place()));
        }
        return places;
    }
}
