package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Scope;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the row conditions of one role as SQL, and drafts the functions they call.
 *
 * <p>What is asked of the person, and every call, stands in a subquery that names no column of the
 * row, so it runs once per statement and never per row.
 */
final class ScopeWriter {
    private static final String ALIAS = "o";

    /** The attribute that an opened request gives; until then there is no row of it. */
    private static final String SUBJECT = "$request.subject";

    private static final SqlIdentifier DEFINER_READS = new SqlIdentifier("sp_definer_reads");

    private final String role;
    private final Catalog.Database database;
    private final Surroundings surroundings;
    private final Draft draft;

    ScopeWriter(String role, Catalog.Database database, Surroundings surroundings, Draft draft) {
        this.role = role;
        this.database = database;
        this.surroundings = surroundings;
        this.draft = draft;
    }

    /** A condition that nobody passes who does not hold the role now. */
    String rows(Scope.Condition condition, Surroundings.Table table, String qualifier) {
        if (condition instanceof Scope.Everything) {
            return holds(role);
        }
        String text = text(condition, table, qualifier);
        return isGuarded(condition) ? text : holds(role) + " AND (" + text + ")";
    }

    /** The condition alone; for what is checked beside {@link #rows}. */
    String text(Scope.Condition condition, Surroundings.Table table, String qualifier) {
        return switch (condition) {
            case Scope.Everything everything -> "true";
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    joined(parts, " AND ", "true", table, qualifier);
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    joined(parts, " OR ", "false", table, qualifier);
            case Scope.Matches matches -> matches(matches, table, qualifier);
            case Scope.Exists exists -> exists(exists, qualifier);
        };
    }

    /** The keys of a table's rows that a condition shows, read beside row security. */
    String reached(Surroundings.Table other, String column, Scope.Condition where) {
        String type = other.known(column).type();
        NativeObject.PolicyFunction function =
                FunctionWriter.reach(
                        type,
                        "SELECT coalesce(array_agg(DISTINCT "
                                + qualified(ALIAS, column)
                                + "), '{}') FROM "
                                + other.name().quoted()
                                + " AS "
                                + ALIAS
                                + " WHERE "
                                + rows(where, other, ALIAS));
        draft.add(function);
        draft.grant(function.securable(), "EXECUTE", NativeNames.PERSON);
        letDefinerRead(other, column);
        ScopeColumns.of(where).forEach(read -> letDefinerRead(other, read));
        return "ANY ((SELECT " + function.name().quoted() + "())::" + type + "[])";
    }

    private String matches(Scope.Matches matches, Surroundings.Table table, String qualifier) {
        String column = qualified(qualifier, matches.column());
        String type = table.known(matches.column()).type();
        return switch (matches.value()) {
            case Scope.UserAttribute(String name) -> column + " = " + anyOf(name, type);
            case Scope.Literal(String text) -> column + " = " + SqlText.literal(text) + "::" + type;
            case Scope.RequestedSubject opened -> column + " = " + anyOf(SUBJECT, type);
            case Scope.Null none -> column + " IS NULL";
        };
    }

    /** The cast stands inside, where it runs once and not for every row. */
    private String anyOf(String attribute, String type) {
        String array = "::" + type + "[]";
        return "ANY ((SELECT (m.attributes->>"
                + SqlText.literal(attribute)
                + ")"
                + array
                + mine(role)
                + ")"
                + array
                + ")";
    }

    private String exists(Scope.Exists exists, String qualifier) {
        Map.Entry<String, String> match = exists.match().entrySet().iterator().next();
        Surroundings.Table other = surroundings.known(exists.other());
        return qualified(qualifier, match.getKey())
                + " = "
                + reached(other, match.getValue(), exists.where());
    }

    /** What a pinned column has in a new row that does not name it. */
    String value(Scope.Value value, Surroundings.Column column) {
        String constant =
                switch (value) {
                    case Scope.UserAttribute(String name) ->
                            NativeNames.own("only").quoted()
                                    + "("
                                    + SqlText.literal(role)
                                    + ", "
                                    + SqlText.literal(name)
                                    + ")";
                    case Scope.Literal(String text) -> SqlText.literal(text);
                    case Scope.RequestedSubject nobody -> "NULL";
                    case Scope.Null none -> "NULL";
                };
        return constant + "::" + column.type();
    }

    /**
     * The functions run as {@code sp_definer}: the column by grant, the rows by a policy of its
     * own, because a lookup that ran into the row policies of both tables would never end.
     */
    private void letDefinerRead(Surroundings.Table table, String column) {
        TableName name = table.name();
        draft.grant(new Securable.Schema(name.schema()), "USAGE", NativeNames.DEFINER);
        draft.grant(Securable.Relation.column(name, column), "SELECT", NativeNames.DEFINER);
        if (database.keptInView(name).isEmpty()) {
            draft.add(
                    PolicyWriter.permissive(
                            name, DEFINER_READS, Verb.SELECT, NativeNames.DEFINER, "true"));
        }
    }

    static String holds(String role) {
        return "EXISTS (SELECT 1" + mine(role) + ")";
    }

    private static String mine(String role) {
        return " FROM "
                + FunctionWriter.MINE.quoted()
                + " m WHERE m.role = "
                + SqlText.literal(role);
    }

    private String joined(
            List<Scope.Condition> parts,
            String word,
            String none,
            Surroundings.Table table,
            String qualifier) {
        return parts.isEmpty()
                ? none
                : parts.stream()
                        .map(part -> "(" + text(part, table, qualifier) + ")")
                        .collect(Collectors.joining(word));
    }

    /** Whether a condition already fails for somebody who does not hold the role. */
    private static boolean isGuarded(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything everything -> false;
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(ScopeWriter::isGuarded);
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.stream().allMatch(ScopeWriter::isGuarded);
            case Scope.Matches matches ->
                    matches.value() instanceof Scope.UserAttribute
                            || matches.value() instanceof Scope.RequestedSubject;
            case Scope.Exists exists -> true;
        };
    }

    static String qualified(String qualifier, String column) {
        return SqlText.name(qualifier) + "." + SqlText.name(column);
    }
}
