package dev.sallyport.provision;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import java.util.HashSet;
import java.util.Set;

/** Which roles give somebody something now, be it by a role that inherits them. */
final class RolesInUse {
    private final Policy policy;
    private final Set<String> names = new HashSet<>();

    RolesInUse(Policy policy, Entitlements entitlements) {
        this.policy = policy;
        entitlements
                .accounts()
                .forEach(account -> account.roles().forEach(held -> add(held.role())));
    }

    boolean contains(String role) {
        return names.contains(role);
    }

    private void add(String name) {
        Role role = policy.roles().get(name);
        if (role != null && names.add(name)) {
            role.terms().inherits().forEach(this::add);
        }
    }
}
