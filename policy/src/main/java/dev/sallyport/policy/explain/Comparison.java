package dev.sallyport.policy.explain;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds who gains and who loses between two policies, each with its people. */
final class Comparison {
    /** Stands for a policy that names no environment. */
    private static final String ANY = "";

    private final Explanations before;
    private final Explanations after;
    private final RightsDiff rights;
    private final List<String> environments;
    private final Map<List<Holding>, List<Change>> known = new HashMap<>();
    private final Map<String, Standing> had = new LinkedHashMap<>();
    private final Map<String, Standing> have = new LinkedHashMap<>();

    Comparison(Explanations before, Explanations after) {
        this.before = before;
        this.after = after;
        this.rights = new RightsDiff(before.policy(), after.policy());
        Set<String> names =
                union(
                        before.policy().catalog().environments().keySet(),
                        after.policy().catalog().environments().keySet());
        this.environments = names.isEmpty() ? List.of(ANY) : List.copyOf(names);
        for (String name : environments) {
            Optional<String> environment = Optional.of(name).filter(one -> !one.equals(ANY));
            had.put(name, new Standing(before, environment));
            have.put(name, new Standing(after, environment));
        }
    }

    PolicyDiff diff() {
        return new PolicyDiff(
                before.policy().hash(),
                after.policy().hash(),
                effects(
                        union(
                                Subject.people(before.directory()),
                                Subject.people(after.directory()))),
                effects(union(Subject.programs(before.policy()), Subject.programs(after.policy()))),
                roles(),
                Rules.changes(Rules.of(before), Rules.of(after)));
    }

    private static <T> Set<T> union(Collection<T> one, Collection<T> other) {
        Set<T> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Those to whom the same happens stand together. */
    private List<Effect> effects(Set<Subject> subjects) {
        Map<Effect, List<String>> alike = new LinkedHashMap<>();
        for (Subject subject : subjects) {
            Effect effect = effect(subject);
            if (!effect.isNothing()) {
                alike.computeIfAbsent(effect, ignored -> new ArrayList<>()).add(subject.toString());
            }
        }
        List<Effect> effects = new ArrayList<>();
        alike.forEach((effect, names) ->
                effects.add(new Effect(names, effect.changes(), effect.notes())));
        return effects;
    }

    private Effect effect(Subject subject) {
        Everywhere<Change> changes = new Everywhere<>(environments);
        Everywhere<String> notes = new Everywhere<>(environments);
        had.forEach((name, old) -> {
            Standing now = have.getOrDefault(name, old);
            changes.add(name, changes(old.holding(subject), now.holding(subject)));
            notes.add(name, StandingNotes.between(old, now, subject));
        });
        List<String> all =
                new ArrayList<>(notes.all((note, some) -> note + " in " + String.join(", ", some)));
        boolean stays =
                environments.stream()
                        .anyMatch(name -> holds(had, name, subject) && holds(have, name, subject));
        if (stays && subject.kind() == AskerKind.PEOPLE) {
            all.addAll(attributes(subject.name()));
        }
        return new Effect(List.of(), changes.all(Change::in), all);
    }

    private static boolean holds(Map<String, Standing> side, String name, Subject subject) {
        return Optional.ofNullable(side.get(name))
                .filter(standing -> !standing.held(subject).isEmpty())
                .isPresent();
    }

    private List<Change> changes(Holding old, Holding now) {
        return known.computeIfAbsent(List.of(old, now), pair -> rights.between(old, now));
    }

    /** Scopes ask about them, so a new value is a new row. */
    private List<String> attributes(String login) {
        Map<String, List<String>> old = attributes(before, login);
        Map<String, List<String>> now = attributes(after, login);
        return union(old.keySet(), now.keySet()).stream()
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
        return union(before.policy().roles().keySet(), after.policy().roles().keySet()).stream()
                .map(this::role)
                .filter(effect -> !effect.isNothing())
                .toList();
    }

    private Effect role(String name) {
        Set<String> old = has(before.policy(), name);
        Set<String> now = has(after.policy(), name);
        List<String> notes = new ArrayList<>();
        if (!old.equals(now)) {
            notes.add(old.isEmpty() ? "is new" : "is gone");
        }
        rights.between(onRequest(before.policy(), name), onRequest(after.policy(), name))
                .forEach(change -> notes.add("on request " + change.words()));
        return new Effect(List.of(name), changes(Holding.of(old), Holding.of(now)), notes);
    }

    private static Set<String> has(Policy policy, String role) {
        return policy.roles().containsKey(role) ? Set.of(role) : Set.of();
    }

    /** The role as if all that may be asked for with it were opened, and nothing else. */
    private static Optional<Role> onRequest(Policy policy, String name) {
        return policy.effective(name)
                .map(role ->
                        role.with(
                                role.terms().onRequest().stream()
                                        .map(asked -> asked.opens())
                                        .toList()));
    }
}
