package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Optional;

/**
 * May somebody who holds these roles do this?
 *
 * @param roles held now, in the order of the policy's assignments
 * @param column empty where anything of the table is meant
 * @param circumstances empty where nothing is known; then a role with a condition gives nothing and
 *     a guardrail for some hours or some environment holds
 */
public record AccessQuestion(
        List<String> roles,
        String database,
        TableName table,
        Optional<String> column,
        Verb verb,
        Asker asker,
        Optional<Circumstances> circumstances) {

    public AccessQuestion {
        roles = List.copyOf(roles);
    }

    /** A person asks, and nothing is known of when and where. */
    public AccessQuestion(
            List<String> roles,
            String database,
            TableName table,
            Optional<String> column,
            Verb verb) {
        this(roles, database, table, column, verb, Asker.PERSON, Optional.empty());
    }
}
