package dev.sallyport.policy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which roles open what: by target, verb and word, the first of each scope. */
final class Openers {
    private final Map<Role.Target, Map<Verb, Map<String, Map<String, Opening>>>> byTarget =
            new HashMap<>();

    /**
     * A role that opens something.
     *
     * @param order its place in the policy
     */
    record Opening(int order, Role role) {}

    void add(int order, Role role) {
        Opening opening = new Opening(order, role);
        for (Role.Rectangle rectangle : role.allow()) {
            for (Role.Target target : rectangle.on()) {
                add(opening, rectangle, target);
            }
        }
    }

    private void add(Opening opening, Role.Rectangle rectangle, Role.Target target) {
        Role.Edit edit = rectangle.edit();
        add(opening, rectangle, target, Verb.SEE, rectangle.see());
        add(opening, rectangle, target, Verb.SEE, rectangle.masked().keySet());
        add(opening, rectangle, target, Verb.EXPORT, rectangle.export());
        addEdit(opening, rectangle, target, Verb.INSERT, edit.insert());
        addEdit(opening, rectangle, target, Verb.UPDATE, edit.update());
        if (edit.delete()) {
            add(opening, rectangle, target, Verb.DELETE, Set.of(""));
        }
    }

    private void addEdit(
            Opening opening,
            Role.Rectangle rectangle,
            Role.Target target,
            Verb verb,
            Set<String> columns) {
        add(opening, rectangle, target, verb, columns);
        if (!columns.isEmpty()) {
            add(opening, rectangle, target, verb, Set.of(""));
        }
    }

    /** Of the roles that open a word with one scope the first is enough to be named. */
    private void add(
            Opening opening,
            Role.Rectangle rectangle,
            Role.Target target,
            Verb verb,
            Set<String> words) {
        if (words.isEmpty() || !opening.role().terms().lets(verb)) {
            return;
        }
        Map<String, Map<String, Opening>> byWord =
                byTarget.computeIfAbsent(target, t -> new EnumMap<>(Verb.class))
                        .computeIfAbsent(verb, v -> new HashMap<>());
        for (String word : words) {
            byWord.computeIfAbsent(word, w -> new LinkedHashMap<>(1))
                    .putIfAbsent(rectangle.scope(), opening);
        }
    }

    /**
     * By scope.
     *
     * @param word a class or a column of the target; the empty word is anything of it
     */
    Map<String, Opening> of(Role.Target target, Verb verb, String word) {
        Map<Verb, Map<String, Map<String, Opening>>> byVerb = byTarget.get(target);
        return byVerb == null
                ? Map.of()
                : byVerb.getOrDefault(verb, Map.of()).getOrDefault(word, Map.of());
    }
}
