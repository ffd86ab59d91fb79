package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drift where somebody else is the superuser: what is seen all the same, and what is not. */
final class DriftManagedTest {
    private static final String UNSEEN =
            "this account is no superuser; unseen go changes of passwords, options of user mappings,"
                    + " connections of subscriptions, who may connect from where, which libraries"
                    + " are loaded";

    private static BaselineKeeper keeper() {
        return new BaselineKeeper("a key".getBytes(StandardCharsets.UTF_8), "ehr");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
    void seesWhatOthersDidAndSaysWhatItCannotSee(PostgresRelease release)
            throws SQLException, IOException {
        Hospital hospital = new Hospital(release);
        hospital.asAdmin(
                "CREATE ROLE keeper LOGIN PASSWORD 'keeper'; CREATE ROLE mallory; CREATE ROLE"
                        + " landlord; ALTER DATABASE "
                        + hospital.database
                        + " OWNER TO landlord");
        TargetDatabase target = managed(hospital);
        Provisioner door = new Provisioner(target, hospital.secrets, keeper());
        Policy policy = Hospital.policy();
        for (Need need : door.examine(policy).needs()) {
            hospital.asAdmin(need.gives());
        }
        assertThat(door.apply(Hospital.planned(door.plan(policy, Hospital.entitlements(policy)))))
                .isInstanceOf(Applied.Done.class);
        try (DriftWatch watch = new DriftWatch(target, keeper(), Duration.ZERO);
                DriftWatch mighty = new DriftWatch(hospital.target, keeper(), Duration.ZERO)) {
            Look quiet = watch.tick(policy, Hospital.NOW);
            assertThat(quiet.findings()).isEmpty();
            assertThat(quiet.notes()).hasSize(2).contains(UNSEEN);
            assertThat(mighty.look(policy, Hospital.NOW).findings()).isEmpty();

            hospital.asAdmin("ALTER ROLE nora PASSWORD 'mine'");
            assertThat(watch.tick(policy, Hospital.NOW).findings()).isEmpty();
            hospital.asAdmin("GRANT SELECT ON hosp.patients TO mallory");
            hospital.asAdmin("ALTER ROLE mallory SUPERUSER; GRANT pg_read_all_data TO mallory");
            hospital.asAdmin("ALTER ROLE nora SET search_path = hosp");
            hospital.asAdmin("ALTER TABLE hosp.staff DISABLE ROW LEVEL SECURITY");

            List<Finding> findings = watch.tick(policy, Hospital.NOW).findings();
            assertThat(findings)
                    .extracting(Finding::object)
                    .containsExactlyInAnyOrder(
                            "role mallory",
                            "mallory in role pg_read_all_data",
                            "search_path of nora",
                            "SELECT on table hosp.patients to mallory",
                            "row security of hosp.staff");
            assertThat(mighty.look(policy, Hospital.NOW).findings()).hasSameSizeAs(findings);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
    void takesOverTheBaselineOfASuperuser(PostgresRelease release)
            throws SQLException, IOException {
        Hospital hospital = new Hospital(release, keeper());
        hospital.withDoor();
        hospital.asAdmin("CREATE ROLE keeper LOGIN PASSWORD 'keeper'");
        hospital.asAdmin("GRANT CONNECT ON DATABASE " + hospital.database + " TO keeper");
        hospital.asAdmin("GRANT sp_definer TO keeper");
        Policy policy = Hospital.policy();

        try (DriftWatch watch = new DriftWatch(managed(hospital), keeper(), Duration.ZERO)) {
            assertThat(watch.tick(policy, Hospital.NOW).findings())
                    .extracting(Finding::object)
                    .containsExactlyInAnyOrder(
                            "role keeper",
                            "keeper in role sp_definer",
                            "CONNECT on database " + hospital.database + " to keeper");
        }
    }

    private static TargetDatabase managed(Hospital hospital) {
        return new TargetDatabase(
                "ehr", hospital.postgres.url(hospital.database), "keeper", "keeper");
    }
}
