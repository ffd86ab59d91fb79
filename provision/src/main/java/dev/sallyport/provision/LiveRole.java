package dev.sallyport.provision;

import dev.sallyport.policy.AccessQuestion;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Mask;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.policy.Verb;
import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Optional;

/**
 * One role an account holds: what the policy says of it alone, and where the database shows it.
 *
 * @param schema of its views
 */
record LiveRole(
        Policy policy,
        PolicyEngine engine,
        String database,
        Entitlements.Account account,
        String name,
        String schema) {

    /** What a verb is allowed on: these rows, through this mask. */
    record Given(Role.Rectangle rectangle, Scope scope, Optional<Mask> mask) {}

    /** Empty where the policy does not allow it. */
    Optional<Given> gives(TableName table, Optional<String> column, Verb verb) {
        Decision decision =
                engine.decide(
                        new AccessQuestion(
                                List.of(name),
                                database,
                                table,
                                column,
                                verb,
                                account.asker(),
                                Optional.empty()));
        return switch (decision) {
            case Decision.Denied _ -> Optional.empty();
            case Decision.Allowed allowed -> given(allowed);
        };
    }

    private Optional<Given> given(Decision.Allowed allowed) {
        return policy.effective(name).orElseThrow().allow().stream()
                .filter(rectangle -> rectangle.place().equals(allowed.rule()))
                .findFirst()
                .flatMap(rectangle ->
                        Optional.ofNullable(policy.catalog().scopes().get(rectangle.scope()))
                                .map(scope ->
                                        new Given(
                                                rectangle,
                                                scope,
                                                allowed.masked().stream()
                                                        .findFirst()
                                                        .map(Decision.MaskedColumn::mask))));
    }

    /** Its view of a table. */
    TableName view(TableName table) {
        return new TableName(schema, table.table());
    }
}
