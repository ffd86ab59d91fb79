package dev.sallyport.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which roles each role includes: itself and all that it inherits, near ones first. */
final class Lineage {
    private final Map<String, Role> roles;
    private final Map<String, Set<String>> included = new HashMap<>();

    Lineage(Map<String, Role> roles) {
        this.roles = roles;
        roles.keySet().forEach(role -> included.put(role, closure(role)));
    }

    /** Empty where the role is unknown. */
    Set<String> of(String role) {
        return included.getOrDefault(role, Set.of());
    }

    /** A cycle is reported elsewhere; here it only must not go on for ever. */
    private Set<String> closure(String start) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(Set.of(start));
        while (!next.isEmpty()) {
            Role role = roles.get(next.remove());
            if (role != null && seen.add(role.name())) {
                next.addAll(role.terms().inherits());
            }
        }
        return seen;
    }
}
