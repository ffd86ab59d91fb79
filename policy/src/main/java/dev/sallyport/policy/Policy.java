package dev.sallyport.policy;

import java.util.List;
import java.util.Map;

/**
 * One checked, immutable policy snapshot.
 *
 * @param hash SHA-256 of the folder's files, hexadecimal; names the snapshot in plans and records
 * @param roles by name, in file order
 */
public record Policy(
        String hash,
        Catalog catalog,
        Map<String, Role> roles,
        List<Assignment> assignments,
        List<PolicyTest> tests) {

    public Policy {
        roles = Ordered.copyOf(roles);
        assignments = List.copyOf(assignments);
        tests = List.copyOf(tests);
    }
}
