package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.AccessQuestion;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Mask;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.Verb;
import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import dev.sallyport.testkit.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the database shows and lets change by itself is what the engine says, cell by cell, for
 * people, agents and services, whatever guardrails and environments there are.
 */
final class BothSayTest {
    /** Policies one after the other in one database, so that each is also a change of the last. */
    private static final int POLICIES = Boolean.getBoolean("sallyport.full") ? 200 : 8;

    /** Some seeds are rightly refused: they edit what a guardrail hides. */
    private static final int SEEDS = POLICIES * 4;

    /** What no statement returns as the count of its rows. */
    private static final int REFUSED = -1;

    private final RealPostgres postgres = RealPostgres.shared();
    private final String database = postgres.newDatabase();
    private final Provisioner provisioner =
            new Provisioner(
                    new TargetDatabase(
                            "ehr",
                            postgres.url(database),
                            RealPostgres.ADMIN,
                            postgres.adminPassword()),
                    login -> "secret of " + login);

    @Test
    void theDoorShowsWhatTheEngineSays() throws Exception {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(RandomDoor.SCHEMA);
        }
        int planned = 0;
        for (long seed = 1; seed <= SEEDS && planned < POLICIES; seed++) {
            RandomDoor door = RandomDoor.of(new Random(seed));
            Policy policy = RandomDoor.read(door.text()).in(door.environment());
            Entitlements entitlements = Entitlements.at(Hospital.NOW, policy, RandomDoor.people());
            switch (provisioner.plan(policy, entitlements)) {
                case PlanReading.Refused(var problems) ->
                        assertThat(problems)
                                .as("seed %d", seed)
                                .allMatch(one -> one.message().contains("not seen in clear"));
                case PlanReading.Planned(Plan plan) -> {
                    planned++;
                    assertThat(provisioner.apply(plan))
                            .as("seed %d%n%s", seed, door.text())
                            .isInstanceOf(Applied.Done.class);
                    assertThat(Hospital.planned(provisioner.plan(policy, entitlements)).sentences())
                            .as("seed %d", seed)
                            .isEmpty();
                    compare(policy, entitlements, "seed " + seed + "\n" + door.text());
                }
            }
        }
        assertThat(planned).isEqualTo(POLICIES);
    }

    private void compare(Policy policy, Entitlements entitlements, String seed)
            throws SQLException {
        var engine = new PolicyEngine(policy);
        for (Entitlements.Account account : entitlements.accounts()) {
            String secret = "secret of " + account.login();
            try (Connection connection = postgres.as(account.login(), secret, database)) {
                List<String> schemas =
                        Arrays.stream(
                                        Hospital.rows(connection, "SHOW search_path")
                                                .getFirst()
                                                .split(", "))
                                .map(name -> name.replace("\"", ""))
                                .toList();
                for (int i = 0; i < account.roles().size(); i++) {
                    String role = account.roles().get(i).role();
                    for (String table : RandomDoor.TABLES) {
                        compare(
                                new Asked(policy, engine, account, role, table, schemas.get(i)),
                                connection,
                                seed);
                    }
                }
            }
        }
    }

    /** One role of one account on one table, and the schema that ought to show it. */
    private record Asked(
            Policy policy,
            PolicyEngine engine,
            Entitlements.Account account,
            String role,
            String table,
            String schema) {

        Decision decide(Optional<String> column, Verb verb) {
            return engine.decide(
                    new AccessQuestion(
                            List.of(role),
                            "ehr",
                            new TableName("s", table),
                            column,
                            verb,
                            account.asker(),
                            Optional.empty()));
        }

        boolean allows(String column, Verb verb) {
            return decide(Optional.of(column), verb) instanceof Decision.Allowed;
        }

        String view() {
            return "\"" + schema + "\"." + table;
        }
    }

    private void compare(Asked asked, Connection connection, String seed) throws SQLException {
        for (String column : RandomDoor.COLUMNS) {
            String what = asked.account().login() + " " + asked.view() + "." + column + " " + seed;
            assertThat(shown(connection, column, asked.view()))
                    .as(what)
                    .isEqualTo(expected(asked, column));
            assertThat(
                            may(
                                    connection,
                                    "UPDATE "
                                            + asked.view()
                                            + " SET "
                                            + column
                                            + " = '' WHERE false"))
                    .as("update " + what)
                    .isEqualTo(asked.allows(column, Verb.UPDATE));
            assertThat(
                            may(
                                    connection,
                                    "INSERT INTO %s (%s) SELECT '' WHERE false"
                                            .formatted(asked.view(), column)))
                    .as("insert " + what)
                    .isEqualTo(asked.allows(column, Verb.INSERT));
            compareRows(asked, column, connection, what);
        }
        assertThat(may(connection, "DELETE FROM " + asked.view() + " WHERE false"))
                .as("delete " + asked.view() + " " + seed)
                .isEqualTo(asked.decide(Optional.empty(), Verb.DELETE) instanceof Decision.Allowed);
    }

    /** Only rows of the rule's scope are changed, and none comes to be beyond it. */
    private void compareRows(Asked asked, String column, Connection connection, String what)
            throws SQLException {
        if (asked.decide(Optional.of(column), Verb.UPDATE)
                instanceof Decision.Allowed(Place rule, _, _)) {
            try (Connection admin = postgres.asAdmin(database)) {
                assertThat(
                                changed(
                                        connection,
                                        "UPDATE " + asked.view() + " SET " + column + " = 'x'"))
                        .as("updated rows " + what)
                        .isEqualTo(
                                values(
                                                admin,
                                                "id",
                                                "s."
                                                        + asked.table()
                                                        + " WHERE "
                                                        + rows(asked, rule))
                                        .size());
            }
        }
        if (asked.decide(Optional.of(column), Verb.INSERT)
                instanceof Decision.Allowed(Place rule, _, _)) {
            assertThat(
                            changed(
                                    connection,
                                    "INSERT INTO %s (%s) VALUES ('x')"
                                            .formatted(asked.view(), column)))
                    .as("inserted row " + what)
                    .isEqualTo(rows(asked, rule).equals("true") ? 1 : REFUSED);
        }
    }

    private static int changed(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            return REFUSED;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** The rows of the rule's scope, each as the rule shows it; "refused" where no rule does. */
    private String expected(Asked asked, String column) throws SQLException {
        return switch (asked.decide(Optional.of(column), Verb.SEE)) {
            case Decision.Denied _ -> "refused";
            case Decision.Allowed(Place rule, var masked, _) -> {
                try (Connection admin = postgres.asAdmin(database)) {
                    yield values(
                                    admin,
                                    column,
                                    "s." + asked.table() + " WHERE " + rows(asked, rule))
                            .stream()
                            .map(value ->
                                    masked.isEmpty()
                                            ? value
                                            : masked(value, masked.getFirst().mask()))
                            .sorted()
                            .toList()
                            .toString();
                }
            }
        };
    }

    private static String rows(Asked asked, Place rule) {
        boolean mine =
                asked.policy().effective(asked.role()).orElseThrow().allow().stream()
                        .filter(rectangle -> rectangle.place().equals(rule))
                        .anyMatch(rectangle -> rectangle.scope().startsWith("mine"));
        return mine
                ? "own = ANY ('{"
                        + String.join(
                                ",", asked.account().attributes().getOrDefault("me", List.of()))
                        + "}')"
                : "true";
    }

    private static String masked(String value, Mask mask) {
        return mask instanceof Mask.Hide
                ? "null"
                : "*".repeat(value.length() - 2) + value.substring(value.length() - 2);
    }

    private static String shown(Connection connection, String column, String view) {
        try {
            return values(connection, column, view).stream().sorted().toList().toString();
        } catch (SQLException e) {
            return e.getSQLState().startsWith("42") ? "refused" : e.toString();
        }
    }

    private static List<String> values(Connection connection, String column, String from)
            throws SQLException {
        return Hospital.rows(connection, "SELECT " + column + " FROM " + from);
    }

    private static boolean may(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
