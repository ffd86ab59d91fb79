package dev.sallyport.policy.explain;

import dev.sallyport.policy.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The condition of a scope as people say it; two scopes of the same words show the same rows. */
final class ScopeWords {
    private final Map<String, List<String>> attributes;

    private ScopeWords(Map<String, List<String>> attributes) {
        this.attributes = attributes;
    }

    static String of(Scope.Condition condition) {
        return of(condition, Map.of());
    }

    /** With the person's own values behind each attribute. */
    static String of(Scope.Condition condition, Map<String, List<String>> attributes) {
        return new ScopeWords(attributes).words(condition);
    }

    /** Everything that decides which rows of which tables it shows. */
    static String definition(Scope scope) {
        return scope.table()
                .map(table ->
                        scope.database().orElse("")
                                + "."
                                + table
                                + (scope.follow() ? " and what follows" : "")
                                + " where "
                                + of(scope.condition()))
                .orElse("every row");
    }

    private String words(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything ignored -> "any row";
            case Scope.AllOf(List<Scope.Condition> parts) -> joined(parts, " and ");
            case Scope.AnyOf(List<Scope.Condition> parts) -> joined(parts, " or ");
            case Scope.Matches matches -> matches.column() + " = " + words(matches.value());
            case Scope.Exists exists -> words(exists);
        };
    }

    private String joined(List<Scope.Condition> parts, String word) {
        return parts.size() == 1
                ? words(parts.getFirst())
                : parts.stream().map(this::nested).collect(Collectors.joining(word));
    }

    private String nested(Scope.Condition part) {
        boolean isOne = part instanceof Scope.Matches || part instanceof Scope.Exists;
        return isOne ? words(part) : "(" + words(part) + ")";
    }

    private String words(Scope.Exists exists) {
        String match =
                exists.match().entrySet().stream()
                        .map(pair -> pair.getValue() + " = this " + pair.getKey())
                        .sorted()
                        .collect(Collectors.joining(" and "));
        return "a row of " + exists.other() + " has " + match + " and " + words(exists.where());
    }

    private String words(Scope.Value value) {
        return switch (value) {
            case Scope.UserAttribute(String name) ->
                    "$user."
                            + name
                            + (attributes.containsKey(name)
                                    ? " (" + String.join(", ", attributes.get(name)) + ")"
                                    : "");
            case Scope.Literal(String text) -> text;
            case Scope.Null ignored -> "null";
            case Scope.RequestedSubject ignored -> "the subject of the request";
        };
    }
}
