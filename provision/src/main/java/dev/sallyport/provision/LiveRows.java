package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Mask;
import dev.sallyport.policy.Scope;
import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes what an account is to see of one base table, from the policy and the account's attributes
 * alone: nothing that stands in the database is called, so nothing changed there deceives it.
 */
final class LiveRows {
    private final Catalog.Database database;
    private final Surroundings surroundings;
    private final Surroundings.Table table;
    private final Map<String, List<String>> attributes;

    LiveRows(
            Catalog.Database database,
            Surroundings surroundings,
            Surroundings.Table table,
            Entitlements.Account account) {
        this.database = database;
        this.surroundings = surroundings;
        this.table = table;
        this.attributes = account.attributes();
    }

    /** The rows of a scope. */
    String of(Scope scope) {
        return subject(scope)
                .map(link -> linked(link, condition(scope.condition(), "s")))
                .orElseGet(() -> condition(scope.condition(), table.name().table()));
    }

    /** The rows like an imagined one, whose columns may be the subject's. */
    String like(Map<String, String> row, Scope scope) {
        return row.entrySet().stream()
                .map(value -> like(value, scope))
                .collect(Collectors.joining(" AND ", "(", ")"));
    }

    private String like(Map.Entry<String, String> value, Scope scope) {
        return subjectOf(value.getKey(), scope)
                .map(link -> linked(link, equal("s", value)))
                .orElseGet(() -> equal(table.name().table(), value));
    }

    /** The link by which a column is the subject's and not the table's own. */
    Optional<Catalog.SubjectLink> subjectOf(String column, Scope scope) {
        return subject(scope)
                .filter(link ->
                        surroundings
                                .table(link.target())
                                .flatMap(target -> target.column(column))
                                .isPresent());
    }

    /** The rows in which the pinned columns have what the policy pins them to. */
    String pinned(Map<String, Scope.Value> pins) {
        return pins.entrySet().stream()
                .map(pin -> " AND " + matches(table.name().table(), pin.getKey(), pin.getValue()))
                .collect(Collectors.joining("", "(true", ")"));
    }

    /** What a pinned column may hold; empty where that is nothing. */
    Optional<String> allowed(Scope.Value value) {
        return switch (value) {
            case Scope.UserAttribute(String name) ->
                    attributes.getOrDefault(name, List.of()).stream().findFirst();
            case Scope.Literal(String text) -> Optional.of(text);
            case Scope.RequestedSubject _, Scope.Null _ -> Optional.empty();
        };
    }

    /** What is shown of a column; the column itself where no mask is given. */
    Optional<String> shown(String column, Optional<Mask> mask) {
        String qualified = ScopeWriter.qualified(table.name().table(), column);
        return mask.isEmpty()
                ? Optional.of(qualified)
                : MaskWriter.expression(mask.get(), table.known(column), qualified);
    }

    /** Asks for the key of a subject's row like the imagined one, in the scope or outside of it. */
    String subjectRow(Scope scope, Map<String, String> row, boolean inside) {
        Catalog.SubjectLink link = subject(scope).orElseThrow();
        String like =
                row.entrySet().stream()
                        .map(value -> equal("s", value) + " AND ")
                        .collect(Collectors.joining());
        return "SELECT s.%s::text FROM %s AS s WHERE %s(%s) IS %s LIMIT 1"
                .formatted(
                        SqlText.name(link.targetColumn()),
                        link.target().quoted(),
                        like,
                        condition(scope.condition(), "s"),
                        inside ? "TRUE" : "NOT TRUE");
    }

    /** The link by which a scope decides the table's rows; empty where it does so itself. */
    Optional<Catalog.SubjectLink> subject(Scope scope) {
        return scope.table().isEmpty() || scope.table().filter(table.name()::equals).isPresent()
                ? Optional.empty()
                : database.link(table.name());
    }

    private String linked(Catalog.SubjectLink link, String condition) {
        return "EXISTS (SELECT 1 FROM %s AS s WHERE s.%s = %s AND %s)"
                .formatted(
                        link.target().quoted(),
                        SqlText.name(link.targetColumn()),
                        ScopeWriter.qualified(table.name().table(), link.column()),
                        condition);
    }

    private String condition(Scope.Condition condition, String alias) {
        return switch (condition) {
            case Scope.Everything _ -> "true";
            case Scope.AllOf(List<Scope.Condition> parts) -> joined(parts, " AND ", "true", alias);
            case Scope.AnyOf(List<Scope.Condition> parts) -> joined(parts, " OR ", "false", alias);
            case Scope.Matches(String column, Scope.Value value, _) ->
                    matches(alias, column, value);
            case Scope.Exists(TableName other, Map<String, String> match, var where, _) -> {
                Map.Entry<String, String> pair = match.entrySet().iterator().next();
                String inner = alias + "x";
                yield "EXISTS (SELECT 1 FROM %s AS %s WHERE %s = %s AND %s)"
                        .formatted(
                                other.quoted(),
                                SqlText.name(inner),
                                ScopeWriter.qualified(inner, pair.getValue()),
                                ScopeWriter.qualified(alias, pair.getKey()),
                                condition(where, inner));
            }
        };
    }

    private String joined(List<Scope.Condition> parts, String word, String none, String alias) {
        return parts.isEmpty()
                ? none
                : parts.stream()
                        .map(part -> condition(part, alias))
                        .collect(Collectors.joining(word, "(", ")"));
    }

    private String matches(String alias, String column, Scope.Value value) {
        String text = ScopeWriter.qualified(alias, column) + "::text";
        return switch (value) {
            case Scope.UserAttribute(String name) ->
                    text
                            + " = ANY ("
                            + SqlText.textArray(attributes.getOrDefault(name, List.of()))
                            + ")";
            case Scope.Literal(String constant) -> text + " = " + SqlText.literal(constant);
            case Scope.RequestedSubject _ -> "false";
            case Scope.Null _ -> text + " IS NULL";
        };
    }

    private static String equal(String alias, Map.Entry<String, String> value) {
        return ScopeWriter.qualified(alias, value.getKey())
                + "::text = "
                + SqlText.literal(value.getValue());
    }
}
