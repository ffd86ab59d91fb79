package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A PostgreSQL somebody else runs: no superuser, only what doctor asks for. */
final class ManagedDatabaseTest {
    /** From this release on who gave a membership is who takes it back. */
    private static final int GRANTORS_COUNT = 16;

    private static final String ACCOUNT = "CREATE ROLE keeper LOGIN PASSWORD 'keeper'";

    @ParameterizedTest
    @EnumSource(PostgresRelease.class)
    void plansAppliesAndHoldsWithNothingButWhatDoctorAsksFor(PostgresRelease release)
            throws SQLException, IOException {
        var hospital = new Hospital(release);
        hospital.asAdmin(
                ACCOUNT
                        + "; CREATE ROLE landlord; ALTER DATABASE "
                        + hospital.database
                        + " OWNER TO landlord");
        Provisioner keeper = keeper(hospital);
        assertThat(problems(keeper))
                .contains(
                        "SP3051 `keeper` cannot make roles (have somebody run `ALTER ROLE keeper"
                                + " CREATEROLE`)")
                .allMatch(problem -> problem.startsWith("SP3051 "));

        for (Need need : keeper.examine(Hospital.policy()).needs()) {
            assertThat(need.met()).as(need.what()).isFalse();
            hospital.asAdmin(need.gives());
        }
        assertThat(keeper.examine(Hospital.policy()).needs()).allMatch(Need::met);
        try (Connection portal = portal(hospital)) {
            Plan plan = Hospital.planned(plan(keeper, "", ""));
            assertThat(keeper.apply(plan)).isInstanceOf(Applied.Done.class);
            assertThat(Hospital.rows(portal, "SELECT count(*) FROM hosp.patients"))
                    .containsExactly("400");
        }

        assertThat(Hospital.planned(plan(keeper, "", "")).sentences()).isEmpty();
        assertThat(hospital.sees("nora", "SELECT ssn FROM patients WHERE id = 10"))
                .containsExactly("***-**-0010");
        assertThat(hospital.refusal("nora", "SELECT * FROM hosp.patients")).isEqualTo("42501");
        assertThat(hospital.refusal("nora", "SET ROLE sp_lens_nurse")).isEqualTo("42501");

        try (Connection nora = hospital.as("nora")) {
            Plan less = Hospital.planned(plan(keeper, "phi.birth, phi.contact", "phi.birth"));
            assertThat(keeper.apply(less)).isInstanceOf(Applied.Done.class);
            assertThat(nora.isValid(1)).isFalse();
        }
        hospital.asAdmin("ALTER ROLE nora CREATEDB; GRANT SELECT ON hosp.patients TO nora");
        Plan repair = Hospital.planned(plan(keeper, "phi.birth, phi.contact", "phi.birth"));
        assertThat(repair.sentences()).hasSize(2);

        // Whoever is shut out is in nobody's way.
        assertThat(keeper.shut(Set.of("dual"))).isInstanceOf(Applied.Done.class);
        assertThat(keeper.examine(Hospital.policy()).needs()).allMatch(Need::met);
        Hospital.planned(plan(keeper, "", ""));
    }

    @ParameterizedTest
    @EnumSource(PostgresRelease.class)
    void takesOverADoorThatASuperuserMade(PostgresRelease release)
            throws SQLException, IOException {
        var hospital = new Hospital(release).withDoor();
        hospital.asAdmin(
                ACCOUNT + "; GRANT CONNECT ON DATABASE " + hospital.database + " TO keeper");
        Provisioner keeper = keeper(hospital);
        for (Need need : keeper.examine(Hospital.policy()).needs()) {
            if (!need.met()) {
                hospital.asAdmin(need.gives());
            }
        }
        assertThat(keeper.examine(Hospital.policy()).needs()).allMatch(Need::met);
        assertThat(Hospital.planned(plan(keeper, "", "")).sentences()).isEmpty();

        Plan less = Hospital.planned(plan(keeper, "phi.birth, phi.contact", "phi.birth"));
        assertThat(keeper.apply(less)).isInstanceOf(Applied.Done.class);
        assertThat(
                        Hospital.planned(plan(keeper, "phi.birth, phi.contact", "phi.birth"))
                                .sentences())
                .isEmpty();
        assertThat(hospital.refusal("nora", "SELECT phone FROM patients")).isEqualTo("42703");

        Plan gone =
                Hospital.planned(
                        plan(
                                keeper,
                                "  - {person: nora, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n",
                                ""));
        if (release.major() < GRANTORS_COUNT) {
            assertThat(keeper.apply(gone)).isInstanceOf(Applied.Done.class);
        } else {
            // ADR 0010: only the superuser takes back the membership they gave; it is said aloud.
            assertThat(keeper.apply(gone))
                    .isInstanceOfSatisfying(
                            Applied.Failed.class,
                            failed ->
                                    assertThat(failed.problem().toString())
                                            .contains("SP3005", "member nora of sp_role_nurse"));
        }
        assertThat(hospital.refusal("nora", "SELECT 1")).startsWith("28");
        assertThat(hospital.sees("dual", "SELECT ssn FROM patients WHERE id = 10"))
                .containsExactly("***-**-0010");
    }

    private static PlanReading plan(Provisioner keeper, String word, String other)
            throws IOException {
        var policy = word.isEmpty() ? Hospital.policy() : Hospital.policy(word, other);
        return keeper.plan(policy, Hospital.entitlements(policy));
    }

    private static List<String> problems(Provisioner keeper) throws IOException {
        return switch (plan(keeper, "", "")) {
            case PlanReading.Planned(Plan plan) -> throw new AssertionError(plan.summary());
            case PlanReading.Refused(var problems) ->
                    problems.stream().map(Object::toString).toList();
        };
    }

    private static Connection portal(Hospital hospital) throws SQLException {
        hospital.asAdmin(
                "CREATE ROLE portal LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA hosp TO portal;"
                        + " GRANT SELECT ON hosp.patients TO portal");
        return hospital.postgres.as("portal", "p", hospital.database);
    }

    private static Provisioner keeper(Hospital hospital) {
        return new Provisioner(
                new TargetDatabase(
                        "ehr", hospital.postgres.url(hospital.database), "keeper", "keeper"),
                hospital.secrets);
    }
}
