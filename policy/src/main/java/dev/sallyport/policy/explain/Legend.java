package dev.sallyport.policy.explain;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the names in a table mean, once each below it.
 *
 * @param words a scope's or a role's name to its condition
 */
record Legend(Map<String, String> words) {

    /** What the scopes of rectangles mean for one person, and when their roles hold. */
    static Legend of(Policy policy, Directory.Person person, List<Gift> gifts) {
        Map<String, String> words = new LinkedHashMap<>();
        for (Gift gift : gifts) {
            scope(policy, gift.rectangle())
                    .filter(scope -> scope.table().isPresent())
                    .ifPresent(scope -> words.put(scope.name(), meaning(scope, person)));
        }
        for (Gift gift : gifts) {
            gift.role()
                    .terms()
                    .when()
                    .ifPresent(when -> words.put(gift.role().name() + " when", when.text()));
        }
        return new Legend(words);
    }

    static Optional<Scope> scope(Policy policy, Role.Rectangle rectangle) {
        return Optional.ofNullable(policy.catalog().scopes().get(rectangle.scope()));
    }

    /** {@code rows of my_clinics}. */
    static String rows(Policy policy, Role.Rectangle rectangle) {
        return scope(policy, rectangle).filter(scope -> scope.table().isEmpty()).isPresent()
                ? "every row"
                : "rows of " + rectangle.scope();
    }

    private static String meaning(Scope scope, Directory.Person person) {
        return ScopeWords.of(scope.condition(), person.attributes());
    }

    /** Below an empty line; nothing where nothing needs a meaning. */
    List<String> lines() {
        if (words.isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable().row("");
        words.forEach(table::row);
        return table.lines();
    }
}
