package dev.sallyport.policy.explain;

import dev.sallyport.policy.Scope;
import java.util.List;
import java.util.Map;

/**
 * Whether an imagined row is in a scope, as far as its columns tell. Rows of other tables are not
 * looked up: only the database knows them.
 *
 * @param columns of the row, by name
 * @param attributes of the person who asks
 */
record RowTest(Map<String, String> columns, Map<String, List<String>> attributes) {

    Cell.Truth in(Scope scope) {
        return truth(scope.condition());
    }

    /** Whether what the row says of a pinned column is not what it is pinned to. */
    boolean breaks(String column, Scope.Value pinned) {
        return matches(column, pinned) == Cell.Truth.NO;
    }

    private Cell.Truth truth(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything ignored -> Cell.Truth.YES;
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.stream().map(this::truth).reduce(Cell.Truth.YES, Cell.Truth::and);
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.stream().map(this::truth).reduce(Cell.Truth.NO, Cell.Truth::or);
            case Scope.Matches matches -> matches(matches.column(), matches.value());
            case Scope.Exists ignored -> Cell.Truth.UNKNOWN;
        };
    }

    private Cell.Truth matches(String column, Scope.Value value) {
        String written = columns.get(column);
        if (written == null) {
            return Cell.Truth.UNKNOWN;
        }
        return switch (value) {
            case Scope.UserAttribute(String name) ->
                    truth(attributes.getOrDefault(name, List.of()).contains(written));
            case Scope.Literal(String text) -> truth(text.equals(written));
            case Scope.Null ignored -> Cell.Truth.NO;
            case Scope.RequestedSubject ignored -> Cell.Truth.NO;
        };
    }

    private static Cell.Truth truth(boolean holds) {
        return holds ? Cell.Truth.YES : Cell.Truth.NO;
    }
}
