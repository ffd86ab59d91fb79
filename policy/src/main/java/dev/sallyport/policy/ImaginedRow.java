package dev.sallyport.policy;

import java.util.List;
import java.util.Map;

/**
 * A row that a policy test imagines, seen by a person with attributes; it is the only row there is,
 * so nothing else exists that {@code exists:} could find.
 */
record ImaginedRow(Map<String, String> columns, Map<String, List<String>> attributes) {

    boolean isIn(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything ignored -> true;
            case Scope.AllOf(List<Scope.Condition> parts) -> parts.stream().allMatch(this::isIn);
            case Scope.AnyOf(List<Scope.Condition> parts) -> parts.stream().anyMatch(this::isIn);
            case Scope.Matches matches -> has(matches.column(), matches.value());
            case Scope.Exists ignored -> false;
        };
    }

    /** Whether what the row says of pinned columns agrees with them; it need not name them. */
    boolean agreesWith(Map<String, Scope.Value> set) {
        return set.entrySet().stream()
                .filter(pinned -> columns.containsKey(pinned.getKey()))
                .allMatch(pinned -> has(pinned.getKey(), pinned.getValue()));
    }

    private boolean has(String column, Scope.Value value) {
        String written = columns.get(column);
        if (written == null) {
            return false;
        }
        return switch (value) {
            case Scope.UserAttribute(String name) ->
                    attributes.getOrDefault(name, List.of()).contains(written);
            case Scope.RequestedSubject ignored -> false;
            case Scope.Literal(String text) -> text.equals(written);
            case Scope.Null ignored -> false;
        };
    }
}
