package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do between a plan and its apply. */
final class MovedMeanwhileTest {
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
}
