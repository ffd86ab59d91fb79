package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Mask;
import dev.sallyport.policy.PolicyTest;
import dev.sallyport.policy.Verb;
import dev.sallyport.sql.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What one account is shown, held against what the policy says of each of its roles. */
final class LiveQuestions {
    private final Catalog catalog;
    private final Catalog.Database database;
    private final Surroundings surroundings;
    private final Entitlements.Account account;
    private final List<LiveRole> roles;
    private final LiveSession admin;
    private final LiveSession session;

    LiveQuestions(
            Catalog catalog,
            Catalog.Database database,
            Surroundings surroundings,
            Entitlements.Account account,
            List<LiveRole> roles,
            LiveSession admin,
            LiveSession session) {
        this.catalog = catalog;
        this.database = database;
        this.surroundings = surroundings;
        this.account = account;
        this.roles = List.copyOf(roles);
        this.admin = admin;
        this.session = session;
    }

    LiveAnswer ask(PolicyTest test) throws SQLException {
        Optional<Surroundings.Table> found = surroundings.table(LiveTests.table(test));
        if (found.isEmpty()) {
            return new LiveAnswer.Disagrees(
                    "the policy speaks of `" + LiveTests.table(test) + "`",
                    "the database has no such table");
        }
        Surroundings.Table table = found.get();
        List<String> columns =
                LiveTests.column(test)
                        .map(List::of)
                        .orElseGet(() -> List.copyOf(table.columns().keySet()));
        var rows = new LiveRows(database, surroundings, table, account);
        return switch (LiveTests.verb(test)) {
            case SEE -> shown(table, columns, rows).and(isThere(test, rows, table));
            case EXPORT -> new LiveAnswer.Agrees();
            case INSERT, UPDATE, DELETE ->
                    new LiveChanges(account, roles, table, rows, admin, session).ask(test, columns);
        };
    }

    private LiveAnswer shown(Surroundings.Table table, List<String> columns, LiveRows rows)
            throws SQLException {
        LiveAnswer answer = new LiveAnswer.Agrees();
        for (String column : columns) {
            for (LiveRole role : roles) {
                answer = answer.and(shown(table, column, role, rows));
            }
            answer = answer.and(beside(table.name(), column));
        }
        return answer;
    }

    private LiveAnswer shown(Surroundings.Table table, String column, LiveRole role, LiveRows rows)
            throws SQLException {
        String what = "`" + table.name() + "." + column + "`";
        Optional<LiveRole.Given> given = role.gives(table.name(), Optional.of(column), Verb.SEE);
        String view = role.view(table.name()).quoted() + " AS v";
        if (given.isEmpty()) {
            return isAnothersName(column) || session.tally(name("v", column), view).isEmpty()
                    ? new LiveAnswer.Agrees()
                    : new LiveAnswer.Disagrees(
                            "the policy shows " + what + " to no `" + role.name() + "`",
                            "the database shows it to `" + account.login() + "`");
        }
        Optional<Mask> mask = given.get().mask();
        Optional<String> expression = rows.shown(column, mask);
        if (expression.isEmpty()) {
            return new LiveAnswer.NoRow("the mask of " + what + " does not fit its type");
        }
        Optional<LiveSession.Tally> wanted =
                admin.tally(
                        expression.get(),
                        table.name().quoted() + " WHERE " + rows.of(given.get().scope()));
        if (wanted.isEmpty()) {
            return new LiveAnswer.NoRow("the administrator cannot read every row of " + what);
        }
        Optional<LiveSession.Tally> seen =
                session.tally(name("v", mask.flatMap(Mask::as).orElse(column)), view);
        String says =
                "by `%s` the policy shows %s %s of %,d rows to `%s`"
                        .formatted(
                                role.name(),
                                what,
                                mask.map(one -> "through `" + one.name() + "`").orElse("in clear"),
                                wanted.get().rows(),
                                account.login());
        return seen.map(tally -> compared(says, wanted.get(), tally))
                .orElseGet(() -> new LiveAnswer.Disagrees(says, "the database refuses it"));
    }

    private static LiveAnswer compared(
            String says, LiveSession.Tally wanted, LiveSession.Tally seen) {
        if (seen.equals(wanted)) {
            return new LiveAnswer.Agrees();
        }
        return new LiveAnswer.Disagrees(
                says,
                seen.rows() == wanted.rows()
                        ? "the database shows other values"
                        : "the database shows %,d".formatted(seen.rows()));
    }

    /** Nothing but the views of its roles may show it. */
    private LiveAnswer beside(TableName table, String column) throws SQLException {
        String says =
                "the policy shows `%s.%s` to `%s` by its roles alone"
                        .formatted(table, column, account.login());
        String base = table.quoted() + " AS v WHERE false";
        if (session.tally(name("v", column), base).isPresent()) {
            return new LiveAnswer.Disagrees(says, "the database lets it read the table itself");
        }
        return admin.first(
                        Query.text("beside.sql")
                                .formatted(
                                        SqlText.literal(table.quoted()),
                                        SqlText.literal(column),
                                        SqlText.textArray(
                                                roles.stream().map(LiveRole::schema).toList()),
                                        SqlText.literal(table.table()),
                                        SqlText.literal(account.login())))
                .<LiveAnswer>map(other ->
                        new LiveAnswer.Disagrees(
                                says, "the database lets it read `" + other + "`, too"))
                .orElseGet(LiveAnswer.Agrees::new);
    }

    /** Without a row like it, what agrees says nothing of such a row. */
    private LiveAnswer isThere(PolicyTest test, LiveRows rows, Surroundings.Table table)
            throws SQLException {
        if (test.row().isEmpty()) {
            return new LiveAnswer.Agrees();
        }
        boolean can = !(test.expect() instanceof PolicyTest.Verdict verdict) || verdict.can();
        for (LiveRole role : roles) {
            Optional<LiveRole.Given> given =
                    role.gives(table.name(), LiveTests.column(test), Verb.SEE);
            if (given.isEmpty()) {
                continue;
            }
            String inScope = rows.of(given.get().scope());
            String like =
                    "SELECT 1 FROM %s WHERE %s AND %s LIMIT 1"
                            .formatted(
                                    table.name().quoted(),
                                    rows.like(test.row(), given.get().scope()),
                                    can ? inScope : "(" + inScope + ") IS NOT TRUE");
            if (admin.first(like).isEmpty() && !can) {
                return new LiveAnswer.NoRow(
                        "no row like it is there that `" + account.login() + "` may not see");
            }
            if (can && admin.first(like).isPresent()) {
                return new LiveAnswer.Agrees();
            }
        }
        return can
                ? new LiveAnswer.NoRow("no row like it is there for `" + account.login() + "`")
                : new LiveAnswer.Agrees();
    }

    /** A mask can show one column under the name of another. */
    private boolean isAnothersName(String column) {
        return catalog.masks().values().stream()
                .anyMatch(mask -> mask.as().filter(column::equals).isPresent());
    }

    private static String name(String alias, String column) {
        return ScopeWriter.qualified(alias, column);
    }
}
