package dev.sallyport.sql;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a query or change that is the whole of its query string, or of its DECLARE, PREPARE or COPY,
 * is built, for who wants to add to its list. The same for all texts of one normalised form; {@link
 * SelectList} finds the byte in each.
 *
 * @param fromWord which of the words FROM ends the select list, from 0; -1 where none does
 * @param from its FROM items in order; of a change its target
 * @param outputs the columns that its list names plainly, {@code *} among them
 * @param parts what it has beside a select list, FROM and WHERE; empty for a plain query
 * @param compared which of its literals, from 0, a condition compares with a column by {@code =};
 *     of a query only. {@link Parameters} finds them in each text
 */
public record SelectShape(
        int fromWord,
        List<FromItem> from,
        List<Output> outputs,
        Set<Part> parts,
        Set<Integer> compared) {

    private static final Set<Part> EVERY_CHANGE = Set.of(Part.INSERT, Part.UPDATE, Part.DELETE);

    /**
     * {@code p.id} or {@code *} in the list.
     *
     * @param qualifier what the FROM item is called
     */
    public record Output(Optional<String> qualifier, String column) {}

    /** What makes a result row something else than one row of each FROM item. */
    public enum Part {
        DISTINCT,
        GROUPING,
        SET_OPERATION,
        AGGREGATE,
        WINDOW,
        LIMIT,
        ORDER,
        WITH,
        LOCKING,
        /** A join with USING or NATURAL: {@code *} has one column for those of both sides. */
        SHARED_COLUMNS,
        /** A query inside of the query, in FROM or in an expression. */
        SUBQUERY,
        /** In a query inside of it, what may be an aggregate over rows of this one. */
        INNER_AGGREGATE,
        /** A call of a function that is not known here, which may be an aggregate. */
        UNKNOWN_FUNCTION,
        /** A call of a function that may return several rows. */
        SET_RETURNING,
        INSERT,
        UPDATE,
        DELETE,
        MERGE,
        /** A change that says what it returns. */
        RETURNING,
        /** A change that has to read its target to know what it changes. */
        FILTERED,
        ON_CONFLICT
    }

    public SelectShape {
        from = List.copyOf(from);
        outputs = List.copyOf(outputs);
        parts = Set.copyOf(parts);
        compared = Set.copyOf(compared);
    }

    /** Whether it changes rows. */
    public boolean isChange() {
        return has(Part.INSERT) || has(Part.UPDATE) || has(Part.DELETE) || has(Part.MERGE);
    }

    /** What it may do to rows of its target. */
    public Set<Part> changes() {
        Set<Part> changes = EnumSet.copyOf(EVERY_CHANGE);
        if (!has(Part.MERGE)) {
            changes.removeIf(one -> !has(one) && !(one == Part.UPDATE && has(Part.ON_CONFLICT)));
        }
        return changes;
    }

    public boolean has(Part part) {
        return parts.contains(part);
    }

    /** Whether its list names this column of this item for certain. */
    public boolean shows(FromItem item, String column) {
        String name = item.name().orElse("");
        return outputs.stream()
                .filter(one -> one.column().equals(column) || one.column().equals(ColumnUse.ALL))
                .anyMatch(one -> one.qualifier().map(name::equals).orElse(isAlone() || isOwn(one)));
    }

    private boolean isAlone() {
        return from.size() == 1;
    }

    private boolean isOwn(Output one) {
        return one.column().equals(ColumnUse.ALL) && !has(Part.SHARED_COLUMNS);
    }
}
