package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Optional;

/**
 * May somebody who holds these roles do this?
 *
 * @param roles held now, in the order of the policy's assignments
 * @param column empty where anything of the table is meant
 */
public record AccessQuestion(
        List<String> roles, String database, TableName table, Optional<String> column, Verb verb) {

    public AccessQuestion {
        roles = List.copyOf(roles);
    }
}
