package dev.sallyport.policy.explain;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one rectangle of a role gives of what is asked, whoever holds it.
 *
 * @param clear classes shown in clear
 * @param masked class to the mask it is shown through
 * @param changed columns that may be written; {@code *} for the whole row
 * @param cuts the guardrails that take some of it away, or all
 */
record Gift(
        Role role,
        Role.Rectangle rectangle,
        Set<String> clear,
        Map<String, String> masked,
        Set<String> changed,
        Set<Guardrail> cuts) {

    /**
     * Every rectangle of the role that gives anything of it, or would but for a guardrail; in clear
     * first.
     */
    static List<Gift> of(
            Policy policy, String roleName, Target target, Verb verb, Guarded guarded) {
        return policy.effective(roleName)
                .map(role -> of(policy, role, target, verb, guarded))
                .orElse(List.of());
    }

    /** Of a role as it is here, whatever the policy says of it. */
    static List<Gift> of(Policy policy, Role role, Target target, Verb verb, Guarded guarded) {
        List<Gift> clear = new ArrayList<>();
        List<Gift> masked = new ArrayList<>();
        for (Role.Rectangle rectangle : role.allow()) {
            Gift gift =
                    of(role, rectangle, target, verb)
                            .within(guarded, target, verb, policy.catalog());
            boolean covers = policy.covers(rectangle, target.database(), target.table());
            if (covers && !(gift.isNothing() && gift.cuts().isEmpty())) {
                (gift.isInClear() ? clear : masked).add(gift);
            }
        }
        clear.addAll(masked);
        return clear;
    }

    /** Each rectangle of a role, whatever is asked. */
    static Stream<Gift> all(Role role) {
        return role.allow().stream()
                .map(part -> new Gift(role, part, Set.of(), Map.of(), Set.of(), Set.of()));
    }

    private static Gift of(Role role, Role.Rectangle rectangle, Target target, Verb verb) {
        Set<String> clear = new LinkedHashSet<>();
        Map<String, String> masked = new LinkedHashMap<>();
        Set<String> changed = new LinkedHashSet<>();
        Role.Edit edit = rectangle.edit();
        switch (verb) {
            case SEE -> {
                classes(target).stream().filter(rectangle.see()::contains).forEach(clear::add);
                classes(target).stream()
                        .filter(rectangle.masked()::containsKey)
                        .forEach(name ->
                                masked.put(name, rectangle.masked().getOrDefault(name, "")));
            }
            case INSERT -> changed.addAll(written(edit.insert(), target));
            case UPDATE -> changed.addAll(written(edit.update(), target));
            case DELETE -> changed.addAll(edit.delete() ? Set.of("*") : Set.of());
            case EXPORT ->
                    classes(target).stream()
                            .filter(rectangle.export()::contains)
                            .filter(name -> shows(rectangle, name))
                            .forEach(clear::add);
        }
        return lets(role, verb)
                ? new Gift(role, rectangle, clear, masked, changed, Set.of())
                : new Gift(role, rectangle, Set.of(), Map.of(), Set.of(), Set.of());
    }

    /** A role that names its statements runs no other. */
    static boolean lets(Role role, Verb verb) {
        return verb == Verb.EXPORT
                || role.terms()
                        .statements()
                        .map(statements -> statements.contains(Guarded.statement(verb)))
                        .orElse(true);
    }

    /** What is left of it; whoever deletes a row deletes every class of it. */
    private Gift within(Guarded guarded, Target target, Verb verb, Catalog catalog) {
        Set<Guardrail> cuts = new LinkedHashSet<>();
        Predicate<String> forbidden =
                name -> {
                    Optional<Guardrail> one = guarded.forbids(verb, name);
                    one.ifPresent(cuts::add);
                    return one.isPresent();
                };
        Set<String> stillClear = new LinkedHashSet<>(clear);
        stillClear.removeIf(forbidden);
        Map<String, String> stillMasked = new LinkedHashMap<>(masked);
        stillMasked.keySet().removeIf(forbidden);
        stillMasked
                .values()
                .removeIf(mask ->
                        catalog.shownInstead(mask, target.governed())
                                .filter(forbidden)
                                .isPresent());
        Set<String> stillChanged = new LinkedHashSet<>(changed);
        stillChanged.removeIf(column -> isClosed(column, target, forbidden));
        return new Gift(role, rectangle, stillClear, stillMasked, stillChanged, cuts);
    }

    private static boolean isClosed(String column, Target target, Predicate<String> forbidden) {
        return column.equals("*")
                ? target.governed().columns().values().stream().anyMatch(forbidden)
                : target.governed().columns().containsValue(column)
                        ? forbidden.test(column)
                        : target.governed().classOf(column).map(forbidden::test).orElse(true);
    }

    private static boolean shows(Role.Rectangle rectangle, String dataClass) {
        return rectangle.see().contains(dataClass) || rectangle.masked().containsKey(dataClass);
    }

    private static Set<String> classes(Target target) {
        return new LinkedHashSet<>(
                target.column()
                        .map(column -> target.governed().classOf(column).stream().toList())
                        .orElseGet(() -> List.copyOf(target.governed().columns().values())));
    }

    private static Set<String> written(Set<String> columns, Target target) {
        return target.column()
                .map(column ->
                        speaksOf(columns, column, target) ? Set.of(column) : Set.<String>of())
                .orElseGet(() -> Sorted.of(columns));
    }

    /** A word is a column, or a class for every column of it. */
    private static boolean speaksOf(Set<String> words, String column, Target target) {
        return words.contains(column)
                || target.governed().classOf(column).filter(words::contains).isPresent();
    }

    boolean isNothing() {
        return clear.isEmpty() && masked.isEmpty() && changed.isEmpty();
    }

    boolean isInClear() {
        return !clear.isEmpty();
    }

    /** {@code phi.identity in clear, phi.ssn through last4}. */
    String words() {
        List<String> parts = new ArrayList<>();
        if (!clear.isEmpty()) {
            parts.add(String.join(", ", clear) + " in clear");
        }
        masked.forEach((name, mask) -> parts.add(name + " through " + mask));
        if (!changed.isEmpty()) {
            parts.add(changed.contains("*") ? "whole rows" : String.join(", ", changed));
        }
        return String.join("; ", parts);
    }
}
