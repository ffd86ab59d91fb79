package dev.sallyport.provision;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.PolicyTest;
import dev.sallyport.policy.Scope;
import dev.sallyport.policy.Verb;
import dev.sallyport.sql.TableName;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one account may change of one table, tried and undone. */
final class LiveChanges {
    private final Entitlements.Account account;
    private final List<LiveRole> roles;
    private final Surroundings.Table table;
    private final LiveRows rows;
    private final LiveSession admin;
    private final LiveSession session;

    LiveChanges(
            Entitlements.Account account,
            List<LiveRole> roles,
            Surroundings.Table table,
            LiveRows rows,
            LiveSession admin,
            LiveSession session) {
        this.account = account;
        this.roles = roles;
        this.table = table;
        this.rows = rows;
        this.admin = admin;
        this.session = session;
    }

    /** First the grants of each role, then the row the test imagines. */
    LiveAnswer ask(PolicyTest test, List<String> columns) throws SQLException {
        Verb verb = LiveTests.verb(test);
        LiveAnswer answer = new LiveAnswer.Agrees();
        for (LiveRole role : roles) {
            boolean says = role.gives(table.name(), LiveTests.column(test), verb).isPresent();
            boolean does = takesAny(verb, role.view(table.name()), columns);
            if (says != does) {
                answer = answer.and(disagrees(verb, role.view(table.name()), says));
            }
        }
        if (takesAny(verb, table.name(), columns)) {
            answer = answer.and(disagrees(verb, table.name(), false));
        }
        return test.row().isEmpty() ? answer : answer.and(row(test, verb));
    }

    private boolean takesAny(Verb verb, TableName relation, List<String> columns)
            throws SQLException {
        for (String column : columns) {
            String sql =
                    switch (verb) {
                        case INSERT ->
                                "INSERT INTO %s (%s) SELECT NULL WHERE false"
                                        .formatted(relation.quoted(), SqlText.name(column));
                        case UPDATE ->
                                "UPDATE %s SET %s = NULL WHERE false"
                                        .formatted(relation.quoted(), SqlText.name(column));
                        case DELETE -> "DELETE FROM " + relation.quoted() + " WHERE false";
                        case SEE, EXPORT -> throw new IllegalArgumentException("changes nothing");
                    };
            if (session.change(sql) instanceof LiveSession.Tried.LetThrough) {
                return true;
            }
        }
        return false;
    }

    private LiveAnswer disagrees(Verb verb, TableName relation, boolean says) {
        String whom = "`" + account.login() + "` " + verb + " on `" + relation + "`";
        return new LiveAnswer.Disagrees(
                (says ? "the policy allows " : "the policy does not allow ") + whom,
                says ? "the database refuses it" : "the database allows it");
    }

    private LiveAnswer row(PolicyTest test, Verb verb) throws SQLException {
        boolean can = !(test.expect() instanceof PolicyTest.Verdict verdict) || verdict.can();
        LiveAnswer last = new LiveAnswer.Agrees();
        for (LiveRole role : roles) {
            Optional<LiveRole.Given> given = role.gives(table.name(), LiveTests.column(test), verb);
            if (given.isEmpty()) {
                continue;
            }
            Optional<String> statement =
                    verb == Verb.INSERT
                            ? insert(test, role, given.get(), can)
                            : existing(test, verb, role, given.get(), can);
            if (statement.isEmpty()) {
                last =
                        new LiveAnswer.NoRow(
                                "no row like it is there that `" + account.login() + "` can try");
                continue;
            }
            boolean done =
                    session.change(statement.get())
                                    instanceof LiveSession.Tried.LetThrough(long changed)
                            && changed > 0;
            if (done != can) {
                return disagreesOnRow(verb, role, can);
            }
            if (can) {
                return new LiveAnswer.Agrees();
            }
        }
        return last;
    }

    private LiveAnswer disagreesOnRow(Verb verb, LiveRole role, boolean can) {
        String whom = "`" + account.login() + "` " + verb + " such a row of `" + table.name() + "`";
        return new LiveAnswer.Disagrees(
                "by `" + role.name() + "` the policy " + (can ? "lets " : "does not let ") + whom,
                can ? "the database refuses it" : "the database allows it");
    }

    /** Empty where no subject is like the imagined one, or the row could be written anyway. */
    private Optional<String> insert(
            PolicyTest test, LiveRole role, LiveRole.Given given, boolean can) throws SQLException {
        Scope scope = given.scope();
        Map<String, Scope.Value> pins = given.rectangle().edit().set();
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> ofSubject = new LinkedHashMap<>();
        test.row()
                .forEach((column, value) ->
                        (rows.subjectOf(column, scope).isPresent() ? ofSubject : values)
                                .put(column, value));
        boolean outside = values.keySet().stream().noneMatch(pins::containsKey);
        if (rows.subject(scope).isPresent()) {
            Optional<String> pointer = admin.first(rows.subjectRow(scope, ofSubject, can));
            if (pointer.isEmpty() && !can && !outside) {
                pointer = admin.first(rows.subjectRow(scope, ofSubject, true));
            }
            if (pointer.isEmpty()) {
                return Optional.empty();
            }
            values.put(rows.subject(scope).get().column(), pointer.get());
        }
        pins.forEach((column, value) ->
                rows.allowed(value)
                        .filter(_ -> isInsertable(role, column))
                        .ifPresent(one -> values.putIfAbsent(column, one)));
        LiveTests.column(test).ifPresent(column -> values.putIfAbsent(column, ""));
        return Optional.of(
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(
                                role.view(table.name()).quoted(),
                                values.keySet().stream()
                                        .map(SqlText::name)
                                        .collect(Collectors.joining(", ")),
                                values.values().stream()
                                        .map(one ->
                                                one.isEmpty() ? "DEFAULT" : SqlText.literal(one))
                                        .collect(Collectors.joining(", "))));
    }

    private boolean isInsertable(LiveRole role, String column) {
        return role.gives(table.name(), Optional.of(column), Verb.INSERT).isPresent();
    }

    /** A row is told by its key, so the key must be shown. */
    private Optional<String> existing(
            PolicyTest test, Verb verb, LiveRole role, LiveRole.Given given, boolean can)
            throws SQLException {
        List<String> keys =
                table.columns().values().stream()
                        .filter(column -> column.is(Surroundings.Trait.PRIMARY_KEY))
                        .map(Surroundings.Column::name)
                        .toList();
        if (keys.size() != 1 || !isShownInClear(role, keys.getFirst())) {
            return Optional.empty();
        }
        String key = SqlText.name(keys.getFirst());
        String open =
                rows.of(given.scope()) + " AND " + rows.pinned(given.rectangle().edit().set());
        Optional<String> row =
                admin.first(
                        "SELECT %s::text FROM %s WHERE %s AND (%s) IS %s LIMIT 1"
                                .formatted(
                                        key,
                                        table.name().quoted(),
                                        rows.like(test.row(), given.scope()),
                                        open,
                                        can ? "TRUE" : "NOT TRUE"));
        String view = role.view(table.name()).quoted();
        return row.map(found ->
                (verb == Verb.DELETE ? "DELETE FROM " + view : "UPDATE " + view + touch(test, role))
                        + " WHERE "
                        + key
                        + "::text = "
                        + SqlText.literal(found));
    }

    private boolean isShownInClear(LiveRole role, String column) {
        return role.gives(table.name(), Optional.of(column), Verb.SEE)
                .filter(given -> given.mask().isEmpty())
                .isPresent();
    }

    private String touch(PolicyTest test, LiveRole role) {
        String column =
                SqlText.name(
                        LiveTests.column(test)
                                .or(() ->
                                        table.columns().keySet().stream()
                                                .filter(one ->
                                                        role.gives(
                                                                        table.name(),
                                                                        Optional.of(one),
                                                                        Verb.UPDATE)
                                                                .isPresent())
                                                .findFirst())
                                .orElseThrow());
        return " SET " + column + " = " + column;
    }
}
