package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One checked, immutable policy snapshot.
 *
 * @param hash SHA-256 of the folder's files, hexadecimal; names the snapshot in plans and records
 * @param roles by name, in file order
 * @param effective the same with what they inherit, computed once
 */
public record Policy(
        String hash,
        Catalog catalog,
        Map<String, Role> roles,
        Map<String, Role> effective,
        List<Assignment> assignments,
        List<PolicyTest> tests) {

    public Policy {
        roles = Ordered.copyOf(roles);
        effective = Ordered.copyOf(effective);
        assignments = List.copyOf(assignments);
        tests = List.copyOf(tests);
    }

    /** A role with the rectangles it inherits, each at its own place; empty where unknown. */
    public Optional<Role> effective(String role) {
        return Optional.ofNullable(effective.get(role));
    }

    /** Whether a rectangle says anything of a table: it names it, and its scope reaches it. */
    public boolean covers(Role.Rectangle rectangle, String database, TableName table) {
        Scope scope = catalog.scopes().get(rectangle.scope());
        return scope != null
                && rectangle.on().stream().anyMatch(target -> target.covers(database, table))
                && catalog.reaches(scope, database, table);
    }
}
