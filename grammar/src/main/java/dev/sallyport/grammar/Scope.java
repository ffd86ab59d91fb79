package dev.sallyport.grammar;

import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.RelationName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What names mean at one place of a statement.
 *
 * @param queries names that WITH gives
 * @param sources the FROM items of the innermost query by what they are called; no relation for
 *     subqueries, CTEs, functions and joins with a name
 * @param versions other names for the rows of one of them
 * @param outer the scope of the query around
 */
record Scope(
        Set<String> queries,
        Map<String, Optional<RelationName>> sources,
        Map<String, RelationName> versions,
        @Nullable Scope outer) {
    static final Scope NONE = new Scope(Set.of(), Map.of(), Map.of(), null);

    Scope withQuery(String name) {
        Set<String> more = new HashSet<>(queries);
        more.add(name);
        return new Scope(more, sources, versions, outer);
    }

    /** The scope inside of a query with these FROM items. */
    Scope over(List<Node> items) {
        Map<String, Optional<RelationName>> inner = new LinkedHashMap<>();
        items.forEach(item -> put(item, inner));
        return new Scope(queries, inner, Map.of(), this);
    }

    /** The same, where rows of a relation have other names, too. */
    Scope calling(List<String> names, RelationName relation) {
        Map<String, RelationName> more = new HashMap<>();
        names.forEach(name -> more.put(name, relation));
        return new Scope(queries, sources, more, outer);
    }

    /** The scope of a subquery in FROM, which sees none of the items beside it. */
    Scope beside() {
        return new Scope(queries, Map.of(), Map.of(), outer);
    }

    boolean isQuery(Node rangeVar) {
        return !rangeVar.has("schemaname") && queries.contains(rangeVar.text("relname"));
    }

    private void put(Node item, Map<String, Optional<RelationName>> inner) {
        // A name for a join hides the names in it.
        if (item.is("JoinExpr") && !item.has("alias")) {
            put(item.node("larg"), inner);
            put(item.node("rarg"), inner);
            return;
        }
        Optional<RelationName> relation =
                Trees.isRangeVar(item) && !isQuery(item)
                        ? Optional.of(Trees.relation(item))
                        : Optional.empty();
        String alias = item.node("alias").text("aliasname");
        String name = alias.isEmpty() ? item.text("relname") : alias;
        // Two items without a name are still two, and so are tables of two schemas.
        inner.put(name.isEmpty() || inner.containsKey(name) ? "\0" + inner.size() : name, relation);
    }

    /** What a column reference means, as far as the text tells. */
    List<ColumnUse> columns(List<String> name) {
        String column = name.getLast();
        if (name.size() > 1) {
            return List.of(new ColumnUse(qualified(name), column));
        }
        List<ColumnUse> found = new ArrayList<>();
        if (column.equals(ColumnUse.ALL)) {
            sources.values()
                    .forEach(one -> one.ifPresent(it -> found.add(new ColumnUse(one, column))));
            return found;
        }
        Optional<RelationName> row = source(column);
        row.ifPresent(_ -> found.add(new ColumnUse(row, ColumnUse.ALL)));
        boolean alone = sources.size() == 1 && (outer == null || !outer.hasSources());
        found.add(
                new ColumnUse(
                        alone ? sources.values().iterator().next() : Optional.empty(), column));
        return found;
    }

    private boolean hasSources() {
        return !sources.isEmpty() || (outer != null && outer.hasSources());
    }

    private Optional<RelationName> qualified(List<String> name) {
        String qualifier = name.get(name.size() - 2);
        if (name.size() == 2) {
            return source(qualifier);
        }
        return Optional.of(new RelationName(Optional.of(name.get(name.size() - 3)), qualifier));
    }

    private Optional<RelationName> source(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Optional<RelationName> found = scope.sources.get(name);
            if (found != null) {
                return found;
            }
            if (scope.versions.containsKey(name)) {
                return Optional.of(scope.versions.get(name));
            }
        }
        return Optional.empty();
    }
}
