package dev.sallyport.sql;

import java.util.Optional;

/**
 * A column that a statement names.
 *
 * @param relation where the text alone tells: empty for a column without a qualifier beside several
 *     relations, and for columns of subqueries, CTEs and functions
 * @param column {@code *} for all of them
 */
public record ColumnUse(Optional<RelationName> relation, String column) {
    public static final String ALL = "*";
}
