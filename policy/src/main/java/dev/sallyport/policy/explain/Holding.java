package dev.sallyport.policy.explain;

import dev.sallyport.policy.Guardrail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody holds in one environment, and what is taken away from it.
 *
 * @param withoutEdit roles of which nothing that changes rows is theirs
 * @param guardrails those that hold at every hour
 */
record Holding(Set<String> roles, Set<String> withoutEdit, List<Guardrail> guardrails) {

    Holding {
        roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
        withoutEdit = Set.copyOf(withoutEdit);
        guardrails = List.copyOf(guardrails);
    }

    /** With one guardrail more. */
    Holding within(Guardrail guardrail) {
        List<Guardrail> more = new ArrayList<>(guardrails);
        more.add(guardrail);
        return new Holding(roles, withoutEdit, more);
    }

    /** A role by itself, whoever holds it. */
    static Holding of(Set<String> roles) {
        return new Holding(roles, Set.of(), List.of());
    }
}
