package dev.sallyport.sql;

import java.util.List;
import java.util.Map;

/**
 * A query of plain relations that shows groups and nothing else: expressions of its GROUP BY, and
 * counts, sums, averages and deviations of plain columns.
 *
 * @param from every relation it reads
 */
public record GroupedQuery(List<Counted> from) {
    public GroupedQuery {
        from = List.copyOf(from);
    }

    /**
     * One relation.
     *
     * @param called what the query calls it
     * @param least by column, how many different values of it HAVING asks of every group
     */
    public record Counted(RelationName relation, String called, Map<String, Long> least) {
        public Counted {
            least = Map.copyOf(least);
        }
    }
}
