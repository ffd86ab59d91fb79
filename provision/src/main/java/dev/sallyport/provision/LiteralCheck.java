package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether values are written as the database writes them: the policy compares them as text, the
 * database by what they mean, and {@code yes} is not {@code true} to both.
 */
final class LiteralCheck {
    /** A data exception, a domain's constraint, a type that no text is cast to. */
    private static final Pattern NO_VALUE = Pattern.compile("22...|23...|42846|0A000");

    private final Catalog.Database database;
    private final Surroundings surroundings;
    private final Set<Written> written = new LinkedHashSet<>();

    /** A value of the policy and the column it is compared with. */
    private record Written(TableName table, String column, String type, String text, Place place) {}

    private LiteralCheck(Catalog.Database database, Surroundings surroundings) {
        this.database = database;
        this.surroundings = surroundings;
    }

    /** Of a policy whose names the database has. */
    static List<Problem> problems(
            Connection connection, Policy policy, String name, Surroundings surroundings)
            throws SQLException {
        Catalog.Database database = policy.catalog().databases().get(name);
        if (database == null) {
            return List.of();
        }
        var check = new LiteralCheck(database, surroundings);
        for (Scope scope : policy.catalog().scopes().values()) {
            if (scope.database().filter(database.name()::equals).isPresent()) {
                scope.table().ifPresent(table -> check.collect(table, scope.condition()));
            }
        }
        policy.effective().values().stream()
                .flatMap(role -> role.allow().stream())
                .forEach(check::pins);
        List<Problem> problems = new ArrayList<>();
        for (Written one : check.written) {
            problem(connection, one).ifPresent(problems::add);
        }
        return problems;
    }

    private void collect(TableName table, Scope.Condition condition) {
        switch (condition) {
            case Scope.Everything everything -> {}
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.forEach(part -> collect(table, part));
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.forEach(part -> collect(table, part));
            case Scope.Matches matches ->
                    add(table, matches.column(), matches.value(), matches.place());
            case Scope.Exists exists -> collect(exists.other(), exists.where());
        }
    }

    private void pins(Role.Rectangle rectangle) {
        Map<String, Scope.Value> set = rectangle.edit().set();
        if (!set.isEmpty()) {
            database.tables().stream()
                    .map(Catalog.GovernedTable::name)
                    .filter(table -> rectangle.covers(database.name(), table))
                    .forEach(table ->
                            set.forEach((column, value) ->
                                    add(table, column, value, rectangle.place())));
        }
    }

    private void add(TableName table, String column, Scope.Value value, Place place) {
        if (value instanceof Scope.Literal(String text)) {
            surroundings
                    .table(table)
                    .flatMap(found -> found.column(column))
                    .ifPresent(found ->
                            written.add(new Written(table, column, found.type(), text, place)));
        }
    }

    private static Optional<Problem> problem(Connection connection, Written one)
            throws SQLException {
        String what = "`" + one.text() + "` for `" + one.column() + "` of `" + one.table() + "` ";
        Optional<String> shown = shown(connection, one);
        if (shown.isEmpty()) {
            return Optional.of(
                    Problem.at(
                            one.place(),
                            SP3003,
                            what + "is no value of type `" + one.type() + "`",
                            "write one that is"));
        }
        return shown.filter(text -> !text.equals(one.text()))
                .map(text ->
                        Problem.at(
                                one.place(),
                                SP3003,
                                what
                                        + "is `"
                                        + text
                                        + "` to the database, and something else to the policy",
                                "write `" + text + "`"));
    }

    /** The value as the database writes it; empty where it is none of the type. */
    private static Optional<String> shown(Connection connection, Written one) throws SQLException {
        try {
            return Optional.of(
                    Query.first(
                            connection,
                            "SELECT "
                                    + SqlText.literal(one.text())
                                    + "::"
                                    + one.type()
                                    + "::pg_catalog.text"));
        } catch (SQLException e) {
            if (NO_VALUE.matcher(String.valueOf(e.getSQLState())).matches()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
