package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A fact written beside the policy, checked without a database.
 *
 * @param groups and {@code roles}: what the imagined person holds
 * @param row the columns of the imagined row that scopes ask about
 */
public record PolicyTest(
        String name,
        Set<String> groups,
        Set<String> roles,
        Map<String, List<String>> attributes,
        Expectation expect,
        Map<String, String> row,
        Place place) {

    /** What must be true. */
    public sealed interface Expectation {}

    /** The person can, or cannot, do the verb on the column, or on anything of the table. */
    public record Verdict(
            boolean can, Verb verb, String database, TableName table, Optional<String> column)
            implements Expectation {}

    /** The person sees the column through exactly this mask. */
    public record Sees(String database, TableName table, String column, String mask)
            implements Expectation {}
}
