package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two deployments on one cluster: what one applies is no drift to the other, what hands do is. */
final class DriftNeighboursTest {
    private RealPostgres postgres = RealPostgres.shared();

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
    void takesNoApplyOfAnotherDeploymentForDrift(PostgresRelease release)
            throws SQLException, IOException {
        postgres = RealPostgres.of(release);
        String ehrDatabase = postgres.newDatabase();
        String labDatabase = ehrDatabase + "_lab";
        run("postgres", "CREATE DATABASE " + labDatabase);
        run(ehrDatabase, "CREATE SCHEMA s CREATE TABLE visits (id int PRIMARY KEY, note text)");
        run(labDatabase, "CREATE SCHEMA s CREATE TABLE samples (id int PRIMARY KEY, result text)");
        Policy ours = SharedClusterTest.policy(SharedClusterTest.only("ehr", "lab"));
        Policy theirs = SharedClusterTest.policy(SharedClusterTest.only("lab", "ehr"));
        Directory here =
                people("ada: {name: Ada, groups: [all]}", "amy: {name: Amy, groups: [all]}");
        Directory there = people("wim", "wes");
        TargetDatabase ehr = target("ehr", ehrDatabase);
        TargetDatabase lab = target("lab", labDatabase);
        BaselineKeeper ehrKeeper = keeper("one", "ehr");
        BaselineKeeper labKeeper = keeper("two", "lab");
        apply(ehr, ehrKeeper, "one", ours, here);
        try (DriftWatch ehrWatch = new DriftWatch(ehr, ehrKeeper, Duration.ZERO);
                DriftWatch labWatch = new DriftWatch(lab, labKeeper, Duration.ZERO)) {
            assertThat(ehrWatch.tick(ours, Hospital.NOW).findings()).isEmpty();

            apply(lab, labKeeper, "two", theirs, there);
            Look look = ehrWatch.tick(ours, Hospital.NOW);
            assertThat(look.findings()).isEmpty();
            assertThat(look.isAppliedElsewhere()).isTrue();
            assertThat(labWatch.tick(theirs, Hospital.NOW).findings()).isEmpty();

            ehrKeeper.noteApplies(ehr, look);
            Look noted = ehrWatch.tick(ours, Hospital.NOW);
            assertThat(noted.findings()).isEmpty();
            assertThat(noted.isAppliedElsewhere()).isFalse();

            apply(lab, labKeeper, "two", theirs, people("lea: {name: Lea, groups: [bench]}", ""));
            assertThat(ehrWatch.tick(ours, Hospital.NOW).findings()).isEmpty();
            assertThat(labWatch.tick(theirs, Hospital.NOW).findings()).isEmpty();

            run(
                    "postgres",
                    "GRANT sp_role_samples TO amy; CREATE ROLE eve; GRANT sp_person TO eve");
            assertThat(ehrWatch.tick(ours, Hospital.NOW).findings())
                    .extracting(Finding::object)
                    .containsExactlyInAnyOrder(
                            "amy in role sp_role_samples", "eve in role sp_person", "role eve");
            run("postgres", "REVOKE sp_role_samples FROM amy; DROP ROLE eve");

            ehrKeeper.noteApplies(ehr, ehrWatch.tick(ours, Hospital.NOW));
            // A list of applies that somebody made up hides nothing that reaches this database.
            run(
                    ehrDatabase,
                    "BEGIN; GRANT sp_lens_visits TO ada; DO $$ BEGIN EXECUTE format('COMMENT ON ROLE"
                            + " sp_definer IS %L', 'Sallyport · its own · applied in ' ||"
                            + " pg_current_xact_id()); END $$; COMMIT");
            assertThat(ehrWatch.tick(ours, Hospital.NOW).findings())
                    .extracting(Finding::object)
                    .containsExactly("ada in role sp_lens_visits");
        }
    }

    private static Directory people(String word, String other) throws IOException {
        return SharedClusterTest.people(SharedClusterTest.PEOPLE.replace(word, other));
    }

    private TargetDatabase target(String name, String database) {
        return new TargetDatabase(
                name, postgres.url(database), RealPostgres.ADMIN, postgres.adminPassword());
    }

    private static BaselineKeeper keeper(String key, String database) {
        return new BaselineKeeper(key.getBytes(StandardCharsets.UTF_8), database);
    }

    private static void apply(
            TargetDatabase target,
            BaselineKeeper keeper,
            String deployment,
            Policy policy,
            Directory people) {
        Provisioner door =
                new Provisioner(target, login -> "secret of " + login + deployment, keeper);
        Plan plan =
                Hospital.planned(door.plan(policy, Entitlements.at(Hospital.NOW, policy, people)));
        assertThat(door.apply(plan)).isInstanceOf(Applied.Done.class);
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
