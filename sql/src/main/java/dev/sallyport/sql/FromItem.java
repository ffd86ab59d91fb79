package dev.sallyport.sql;

import java.util.Optional;

/**
 * One item of a FROM clause, joins taken apart.
 *
 * @param relation empty for a subquery, a CTE, a function, what gives its columns other names, and
 *     what a named join hides
 * @param alias what the item is called in the statement, if not by the relation's own name
 */
public record FromItem(Optional<RelationName> relation, Optional<String> alias) {

    /** What columns of it are qualified with; empty where the text gives it no name. */
    public Optional<String> name() {
        return alias.or(() -> relation.map(RelationName::name));
    }
}
