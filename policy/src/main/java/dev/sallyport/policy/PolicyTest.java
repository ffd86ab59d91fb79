package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A fact written beside the policy, checked without a database.
 *
 * @param row the columns of the imagined row that scopes ask about
 */
public record PolicyTest(
        String name, Imagined as, Expectation expect, Map<String, String> row, Place place) {

    /**
     * Who asks, imagined.
     *
     * @param grantees groups, people, agents and services whose assignments count
     * @param roles held besides, those of functions included
     * @param at when; empty for noon of a working day, and then ends do not matter
     * @param environment where; empty for production where the catalog has it
     */
    public record Imagined(
            Set<Assignment.Grantee> grantees,
            Set<String> roles,
            Map<String, List<String>> attributes,
            Optional<String> purpose,
            Optional<Instant> at,
            Optional<String> network,
            Map<String, String> device,
            Optional<String> environment) {

        public Imagined {
            grantees = Ordered.copyOf(grantees);
            roles = Ordered.copyOf(roles);
            attributes = Ordered.copyOf(attributes);
            device = Ordered.copyOf(device);
        }
    }

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
