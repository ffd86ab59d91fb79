package dev.sallyport.policy.explain;

import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one rectangle of a role gives of what is asked, whoever holds it.
 *
 * @param clear classes shown in clear
 * @param masked class to the mask it is shown through
 * @param changed columns that may be written; {@code *} for the whole row
 */
record Gift(
        Role role,
        Role.Rectangle rectangle,
        Set<String> clear,
        Map<String, String> masked,
        Set<String> changed) {

    /** Every rectangle of the role that gives anything of it, in clear first. */
    static List<Gift> of(Policy policy, String roleName, Target target, Verb verb) {
        List<Gift> clear = new ArrayList<>();
        List<Gift> masked = new ArrayList<>();
        for (Role role : policy.effective(roleName).stream().toList()) {
            for (Role.Rectangle rectangle : role.allow()) {
                Gift gift = of(role, rectangle, target, verb);
                boolean covers = policy.covers(rectangle, target.database(), target.table());
                if (covers && !gift.isNothing()) {
                    (gift.isInClear() ? clear : masked).add(gift);
                }
            }
        }
        clear.addAll(masked);
        return clear;
    }

    /** Each rectangle of a role, whatever is asked. */
    static Stream<Gift> all(Role role) {
        return role.allow().stream()
                .map(part -> new Gift(role, part, Set.of(), Map.of(), Set.of()));
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
        return new Gift(role, rectangle, clear, masked, changed);
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
                .map(column -> columns.contains(column) ? Set.of(column) : Set.<String>of())
                .orElseGet(() -> Sorted.of(columns));
    }

    private boolean isNothing() {
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
