package dev.sallyport.policy.explain;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds who gains and who loses between two policies, each with its people. */
final class Comparison {
    private final Explanations before;
    private final Explanations after;
    private final RightsDiff rights;
    private final Map<List<List<String>>, List<Change>> known = new HashMap<>();

    Comparison(Explanations before, Explanations after) {
        this.before = before;
        this.after = after;
        this.rights = new RightsDiff(before.policy(), after.policy());
    }

    PolicyDiff diff() {
        return new PolicyDiff(
                before.policy().hash(),
                after.policy().hash(),
                people(),
                roles(),
                Rules.changes(Rules.of(before.policy()), Rules.of(after.policy())));
    }

    /** People to whom the same happens stand together. */
    private List<Effect> people() {
        Entitlements had = entitlements(before);
        Entitlements have = entitlements(after);
        Map<Effect, List<String>> alike = new LinkedHashMap<>();
        for (String login : logins()) {
            Map<String, Entitlements.Held> old = held(had, login);
            Map<String, Entitlements.Held> now = held(have, login);
            Effect effect =
                    new Effect(
                            List.of(), changes(old.keySet(), now.keySet()), notes(login, old, now));
            if (!effect.isNothing()) {
                alike.computeIfAbsent(effect, ignored -> new ArrayList<>()).add(login);
            }
        }
        List<Effect> effects = new ArrayList<>();
        alike.forEach((effect, people) ->
                effects.add(new Effect(people, effect.changes(), effect.notes())));
        return effects;
    }

    private static Entitlements entitlements(Explanations side) {
        return Entitlements.at(side.now(), side.policy(), side.directory());
    }

    private Set<String> logins() {
        Set<String> logins = new LinkedHashSet<>(before.directory().people().keySet());
        logins.addAll(after.directory().people().keySet());
        return logins;
    }

    private static Map<String, Entitlements.Held> held(Entitlements entitlements, String login) {
        Map<String, Entitlements.Held> held = new LinkedHashMap<>();
        entitlements.of(login).stream()
                .flatMap(holder -> holder.roles().stream())
                .forEach(role -> held.put(role.role(), role));
        return held;
    }

    private List<Change> changes(Set<String> old, Set<String> now) {
        return known.computeIfAbsent(
                List.of(List.copyOf(old), List.copyOf(now)), pair -> rights.between(old, now));
    }

    private List<String> notes(
            String login, Map<String, Entitlements.Held> old, Map<String, Entitlements.Held> now) {
        List<String> notes = new ArrayList<>();
        now.forEach((role, held) -> {
            Optional<Entitlements.Held> had = Optional.ofNullable(old.get(role));
            if (had.isEmpty()) {
                notes.add("gains role " + role + ", " + end(held));
            } else if (!had.get().until().equals(held.until())) {
                notes.add("role " + role + " " + end(held) + ", was " + end(had.get()));
            }
        });
        old.keySet().stream()
                .filter(role -> !now.containsKey(role))
                .forEach(role -> notes.add("loses role " + role));
        if (!old.isEmpty() && !now.isEmpty()) {
            notes.addAll(attributes(login));
        }
        return notes;
    }

    private static String end(Entitlements.Held held) {
        return held.until().map(until -> "until " + Moment.words(until)).orElse("no end");
    }

    /** Scopes ask about them, so a new value is a new row. */
    private List<String> attributes(String login) {
        Map<String, List<String>> old = attributes(before, login);
        Map<String, List<String>> now = attributes(after, login);
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .filter(name ->
                        !Set.copyOf(values(old, name)).equals(Set.copyOf(values(now, name))))
                .map(name ->
                        "attribute "
                                + name
                                + " is "
                                + values(now, name)
                                + ", was "
                                + values(old, name))
                .toList();
    }

    private static Map<String, List<String>> attributes(Explanations side, String login) {
        return Optional.ofNullable(side.directory().people().get(login))
                .map(Directory.Person::attributes)
                .orElse(Map.of());
    }

    private static List<String> values(Map<String, List<String>> attributes, String name) {
        return attributes.getOrDefault(name, List.of());
    }

    private List<Effect> roles() {
        Set<String> names = new LinkedHashSet<>(before.policy().roles().keySet());
        names.addAll(after.policy().roles().keySet());
        return names.stream().map(this::role).filter(effect -> !effect.isNothing()).toList();
    }

    private Effect role(String name) {
        Set<String> old = has(before.policy(), name);
        Set<String> now = has(after.policy(), name);
        List<String> notes =
                old.equals(now) ? List.of() : List.of(old.isEmpty() ? "is new" : "is gone");
        return new Effect(List.of(name), changes(old, now), notes);
    }

    private static Set<String> has(Policy policy, String role) {
        return policy.roles().containsKey(role) ? Set.of(role) : Set.of();
    }
}
