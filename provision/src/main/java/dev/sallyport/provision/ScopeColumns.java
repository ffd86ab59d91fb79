package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Scope;
import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which columns row filters read: whoever could change one of them could move a row's fence. */
final class ScopeColumns {
    private final Set<Securable.Relation> deciding = new HashSet<>();
    private final Set<Securable.Relation> elsewhere = new HashSet<>();

    ScopeColumns(Catalog catalog, Catalog.Database database) {
        for (Scope scope : catalog.scopes().values()) {
            if (scope.database().filter(database.name()::equals).isPresent()) {
                scope.table().ifPresent(table -> collect(table, scope.condition()));
            }
        }
        for (Catalog.GovernedTable table : database.tables()) {
            database.link(table.name())
                    .ifPresent(link ->
                            deciding.add(Securable.Relation.column(table.name(), link.column())));
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

    private void collect(TableName table, Scope.Condition condition) {
        of(condition).forEach(column -> deciding.add(Securable.Relation.column(table, column)));
        for (Scope.Exists exists : lookups(condition)) {
            of(exists.where())
                    .forEach(column ->
                            elsewhere.add(Securable.Relation.column(exists.other(), column)));
            exists.match()
                    .values()
                    .forEach(column ->
                            deciding.add(Securable.Relation.column(exists.other(), column)));
            collect(exists.other(), exists.where());
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
