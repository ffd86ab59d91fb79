package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several governed databases in one cluster: roles are shared, and no plan breaks another's. */
@ParameterizedClass
@EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
final class SharedClusterTest {
    private static final String CATALOG =
            """
            version: 1
            databases:
              ehr: {engine: postgresql, manage: {schemas: [s]}}
              lab: {engine: postgresql, manage: {schemas: [s]}}
            classes: {ops.plain: {label: Plain, risk: low}}
            columns:
              ehr.s.visits: {id: ops.plain, note: ops.plain}
              lab.s.samples: {id: ops.plain, result: ops.plain}
            scopes: {all_rows: {}}
            purposes: {treatment: {code: TREAT, label: Treating}}
            roles:
              both: {owner: o@h.example, reason: Both., purposes: [treatment], allow: [{on: [ehr, lab], rows: all_rows, see: [ops.plain]}]}
              visits: {owner: o@h.example, reason: Visits., purposes: [treatment], allow: [{on: ehr, rows: all_rows, see: [ops.plain]}]}
              samples: {owner: o@h.example, reason: Samples., purposes: [treatment], allow: [{on: lab, rows: all_rows, see: [ops.plain]}]}
            assignments:
              - {group: all, role: both, until: review}
              - {group: ward, role: visits, until: review}
              - {group: bench, role: samples, until: review}
            """;

    static final String PEOPLE =
            """
            version: 1
            people:
              ada: {name: Ada, groups: [all]}
              wim: {name: Wim, groups: [ward]}
              lea: {name: Lea, groups: [bench]}
            """;

    /** How often an apply may find that the other was sooner. */
    private static final int TURNS = 5;

    private final RealPostgres postgres;
    private final String ehrDatabase;
    private final String labDatabase;

    SharedClusterTest(PostgresRelease release) throws SQLException {
        postgres = RealPostgres.of(release);
        ehrDatabase = postgres.newDatabase();
        labDatabase = ehrDatabase + "_lab";
        run("postgres", "CREATE DATABASE " + labDatabase);
        run(ehrDatabase, "CREATE SCHEMA s CREATE TABLE visits (id int PRIMARY KEY, note text)");
        run(labDatabase, "CREATE SCHEMA s CREATE TABLE samples (id int PRIMARY KEY, result text)");
        run(labDatabase, "INSERT INTO s.samples VALUES (1, 'fine')");
    }

    @Test
    void governsTwoDatabasesByOnePolicyAppliedAtOnce() throws Exception {
        Policy policy = policy(CATALOG);
        Directory people = people(PEOPLE);
        Provisioner ehr = door("ehr", ehrDatabase, "one");
        Provisioner lab = door("lab", labDatabase, "one");

        var first = CompletableFuture.supplyAsync(() -> turns(ehr, policy, people));
        var second = CompletableFuture.supplyAsync(() -> turns(lab, policy, people));

        assertThat(first.get()).isLessThan(TURNS);
        assertThat(second.get()).isLessThan(TURNS);
        assertThat(sentences(ehr, policy, people)).isEmpty();
        assertThat(sentences(lab, policy, people)).isEmpty();
        assertThat(sees("ada", labDatabase, "SELECT result FROM samples", "one")).isEqualTo("fine");

        Directory left =
                people(
                        PEOPLE.replace(
                                "ada: {name: Ada, groups: [all]}",
                                "eve: {name: Eve, groups: [ward]}"));
        applied(ehr, policy, left);
        applied(lab, policy, left);
        assertThat(sentences(ehr, policy, left)).isEmpty();
        assertThat(sentences(lab, policy, left)).isEmpty();
        assertThat(sees("ada", labDatabase, "SELECT 1", "one")).startsWith("28");
    }

    @Test
    void waitsForAnApplyInAnotherDatabase() throws Exception {
        Policy policy = policy(CATALOG);
        applied(door("ehr", ehrDatabase, "one"), policy, people(PEOPLE));
        Provisioner lab = door("lab", labDatabase, "one");
        Plan plan = Hospital.planned(lab.plan(policy, held(policy, people(PEOPLE))));
        try (Connection holder = postgres.asAdmin(ehrDatabase);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("COMMENT ON ROLE sp_person IS 'Sallyport · its own'");
            CompletableFuture<Applied> waiting =
                    CompletableFuture.supplyAsync(() -> lab.apply(plan));
            while (!Hospital.rows(
                            holder,
                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'object'")
                    .equals(List.of("1"))) {
                assertThat(waiting).isNotDone();
            }
            holder.commit();
            assertThat(waiting.get()).isInstanceOf(Applied.Done.class);
        }
    }

    @Test
    void leavesAloneWhatAnotherDeploymentMade() throws Exception {
        Policy ours = policy(only("ehr", "lab"));
        Policy theirs = policy(only("lab", "ehr"));
        Provisioner ehr = door("ehr", ehrDatabase, "one");
        Provisioner lab = door("lab", labDatabase, "two");
        Directory here = people(PEOPLE.replace("ada", "amy"));
        Directory there = people(PEOPLE.replace("wim", "wes").replace("lea", "liv"));
        applied(ehr, ours, here);
        applied(lab, theirs, there);

        assertThat(sentences(ehr, ours, here)).isEmpty();
        assertThat(sentences(lab, theirs, there)).isEmpty();
        assertThat(
                        lab.plan(
                                theirs,
                                held(
                                        theirs,
                                        people(
                                                PEOPLE.replace(
                                                                "  wim: {name: Wim, groups: [ward]}\n",
                                                                "")
                                                        .replace("lea", "wim")))))
                .as("both know a wim")
                .isInstanceOfSatisfying(
                        PlanReading.Refused.class,
                        refused ->
                                assertThat(refused.problems().toString())
                                        .contains("SP3002", "`wim` that another deployment"));
        applied(ehr, ours, people(PEOPLE.replace("ada", "amy").replace("[all]", "[]")));
        assertThat(sentences(lab, theirs, there)).isEmpty();
        assertThat(sees("ada", labDatabase, "SELECT result FROM samples", "two")).isEqualTo("fine");
    }

    /** The policy as a deployment of one of the databases has it. */
    static String only(String kept, String gone) {
        return CATALOG.lines()
                .filter(line ->
                        !line.contains("  " + gone + ": {engine") && !line.contains(gone + ".s."))
                .filter(line -> !line.contains("on: " + gone + ","))
                .map(line -> line.replace("[ehr, lab]", kept))
                .filter(line ->
                        !line.contains(gone.equals("ehr") ? "role: visits" : "role: samples"))
                .collect(Collectors.joining("\n"));
    }

    /** How many times somebody else was sooner. */
    private static int turns(Provisioner door, Policy policy, Directory people) {
        for (int turn = 0; turn < TURNS; turn++) {
            Plan plan = Hospital.planned(door.plan(policy, held(policy, people)));
            switch (door.apply(plan)) {
                case Applied.Done _ -> {
                    return turn;
                }
                case Applied.Failed(var problem) ->
                        assertThat(problem.toString()).contains("plan again");
            }
        }
        return TURNS;
    }

    private Provisioner door(String name, String database, String deployment) {
        return new Provisioner(
                new TargetDatabase(
                        name, postgres.url(database), RealPostgres.ADMIN, postgres.adminPassword()),
                login -> "secret of " + login + " by " + deployment);
    }

    private static void applied(Provisioner door, Policy policy, Directory people) {
        Plan plan = Hospital.planned(door.plan(policy, held(policy, people)));
        assertThat(door.apply(plan)).isInstanceOf(Applied.Done.class);
    }

    private static List<String> sentences(Provisioner door, Policy policy, Directory people) {
        return Hospital.planned(door.plan(policy, held(policy, people))).sentences();
    }

    private static Entitlements held(Policy policy, Directory people) {
        return Entitlements.at(Hospital.NOW, policy, people);
    }

    private String sees(String login, String database, String sql, String deployment) {
        try (Connection connection =
                postgres.as(login, "secret of " + login + " by " + deployment, database)) {
            return Hospital.rows(connection, sql).getFirst();
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    static Policy policy(String text) throws IOException {
        Path folder = Scratch.folder("policy");
        Files.writeString(folder.resolve("10-all.yaml"), text);
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected(var problems) ->
                    throw new AssertionError(problems + "\n" + text);
        };
    }

    static Directory people(String text) throws IOException {
        Path file = Scratch.folder("people").resolve("people.yaml");
        Files.writeString(file, text);
        return switch (DirectoryReader.read(file)) {
            case DirectoryReading.Accepted accepted -> accepted.directory();
            case DirectoryReading.Rejected(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }
}
