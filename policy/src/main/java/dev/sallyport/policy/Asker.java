package dev.sallyport.policy;

import java.util.Set;

/**
 * What asks, and how it holds its roles.
 *
 * @param withoutEdit roles of which it may use nothing that changes rows
 */
public record Asker(AskerKind kind, Set<String> withoutEdit) {
    public static final Asker PERSON = new Asker(AskerKind.PEOPLE, Set.of());

    public Asker {
        withoutEdit = Set.copyOf(withoutEdit);
    }
}
