package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A named row filter.
 *
 * @param database and {@code table}: what it filters; both empty for a scope of every row
 * @param follow whether tables linked to the subject show the same subjects' rows
 */
public record Scope(
        String name,
        Optional<String> database,
        Optional<TableName> table,
        Condition condition,
        boolean follow,
        Place place) {

    /** What it asks about people. */
    public Set<String> attributes() {
        return attributes(condition);
    }

    private static Set<String> attributes(Condition condition) {
        return switch (condition) {
            case Everything() -> Set.of();
            case AllOf(var parts) -> attributes(parts);
            case AnyOf(var parts) -> attributes(parts);
            case Exists exists -> attributes(exists.where());
            case Matches(_, UserAttribute(String name), _) -> Set.of(name);
            case Matches _ -> Set.of();
        };
    }

    private static Set<String> attributes(List<Condition> parts) {
        return parts.stream()
                .flatMap(part -> attributes(part).stream())
                .collect(Collectors.toSet());
    }

    /**
     * A condition on one row, built from columns and what is known of the person. Never raw SQL.
     */
    public sealed interface Condition {}

    /** Every row. */
    public record Everything() implements Condition {}

    /** All of the parts; a {@code where:} with several columns. */
    public record AllOf(List<Condition> parts) implements Condition {
        public AllOf {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of the parts. */
    public record AnyOf(List<Condition> parts) implements Condition {
        public AnyOf {
            parts = List.copyOf(parts);
        }
    }

    /** {@code column = value}, or {@code column IN (values)} for an attribute with several. */
    public record Matches(String column, Value value, Place place) implements Condition {}

    /**
     * A row of another table belongs to this one.
     *
     * @param match this table's column to the other table's column
     * @param where a condition on the other table
     */
    public record Exists(TableName other, Map<String, String> match, Condition where, Place place)
            implements Condition {
        public Exists {
            match = Ordered.copyOf(match);
        }
    }

    /** What a column is compared with or set to. */
    public sealed interface Value {}

    /** {@code $user.name}: any of the person's values of that attribute. */
    public record UserAttribute(String name) implements Value {}

    /** {@code $request.subject}: the one subject a request names; without a request nobody. */
    public record RequestedSubject() implements Value {}

    /** A constant, as text. */
    public record Literal(String text) implements Value {}

    /** No value. */
    public record Null() implements Value {}
}
