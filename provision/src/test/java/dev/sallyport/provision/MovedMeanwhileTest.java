package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do between a plan and its apply, and while it runs. */
final class MovedMeanwhileTest {
    /** The roles of those who see the end of social security numbers, without them. */
    private static Policy narrower() throws IOException {
        return Hospital.policy("        masked: {phi.ssn: last4}\n", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELECT ON hosp.diagnoses TO lab",
                "CREATE POLICY p ON hosp.patients TO PUBLIC USING (true)",
                "ALTER TABLE hosp.encounters ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE hosp.encounters OWNER TO lab",
                "ALTER TABLE hosp.clinics ADD COLUMN more text"
            })
    void refusesAPlanWhoseTablesAreNotAsTheyWere(String sql) throws SQLException, IOException {
        var hospital = new Hospital();
        hospital.asAdmin("DROP ROLE IF EXISTS lab; CREATE ROLE lab LOGIN");
        Plan plan = hospital.plan(Hospital.policy());

        hospital.asAdmin(sql);

        assertThat(hospital.provisioner.apply(plan))
                .isInstanceOfSatisfying(
                        Applied.Failed.class,
                        failed ->
                                assertThat(failed.problem().toString())
                                        .startsWith("SP3005 `ehr` has changed since"));
        assertThat(hospital.adminSees("SELECT to_regnamespace('sp') IS NULL")).containsExactly("t");
        hospital.asAdmin("DROP OWNED BY lab CASCADE; DROP ROLE lab");
    }

    @Test
    void appliesAlthoughTablesOfOthersMoved() throws SQLException, IOException {
        var hospital = new Hospital();
        Plan plan = hospital.plan(Hospital.policy());

        hospital.asAdmin("CREATE TABLE public.orders (id int)");

        assertThat(hospital.provisioner.apply(plan)).isInstanceOf(Applied.Done.class);
    }

    @Test
    void endsWhoHoldsOffWhatTakesFromThem() throws SQLException, IOException {
        Hospital hospital = new Hospital().withDoor();
        Policy narrower = narrower();
        try (Connection nora = hospital.as("nora")) {
            nora.setAutoCommit(false);
            Query.run(nora, "SELECT count(*) FROM patients");
            Plan plan = hospital.plan(narrower);
            assertThat(plan.losers()).contains("nora");

            assertThat(hospital.provisioner.apply(plan)).isInstanceOf(Applied.Done.class);

            assertThat(hospital.plan(narrower).sentences()).isEmpty();
            assertThat(nora.isValid(1)).isFalse();
        }
    }

    @Test
    void namesWhoElseHoldsATable() throws SQLException, IOException {
        var hospital = new Hospital();
        hospital.asAdmin("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'pw'");
        hospital.asAdmin("GRANT pg_read_all_data TO reader");
        hospital.withDoor();
        try (Connection reader = hospital.postgres.as("reader", "pw", hospital.database)) {
            String pid = Hospital.rows(reader, "SELECT pg_backend_pid()").getFirst();
            reader.setAutoCommit(false);
            Query.run(reader, "SELECT count(*) FROM nurse.patients");

            Applied applied = hospital.provisioner.apply(hospital.plan(narrower()));

            assertThat(applied)
                    .isInstanceOfSatisfying(
                            Applied.Failed.class,
                            failed ->
                                    assertThat(failed.problem().toString())
                                            .startsWith("SP3004 ")
                                            .contains("`reader` (process " + pid + ")")
                                            .doesNotContain("count"));
            Query.run(reader, "SELECT 1");
        }
    }
}
