package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Applications that were there before the door do not notice it. */
final class ApplicationTest {

    @Test
    void keepsTheRowsRightsAndSessionsOfAnApplication() throws SQLException, IOException {
        var hospital = new Hospital();
        hospital.asAdmin(
                "CREATE ROLE portal LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA hosp TO portal;"
                        + " GRANT SELECT, INSERT, UPDATE ON hosp.patients, hosp.encounters TO portal;"
                        + " CREATE ROLE reports LOGIN PASSWORD 'p'; GRANT pg_read_all_data TO reports;"
                        + " CREATE TABLE public.notes (n int); GRANT SELECT ON public.notes TO portal;"
                        + " GRANT SELECT ON hosp.clinics TO PUBLIC");
        try (Connection open = hospital.postgres.as("portal", "p", hospital.database)) {
            assertThat(counts(open)).containsExactly("400|400|10|0");
            Plan plan = hospital.apply(Hospital.policy());
            assertThat(plan.summary())
                    .contains("portal keeps every row of hosp.patients")
                    .contains("PUBLIC loses CONNECT");
            assertThat(plan.losers()).isEmpty();

            assertThat(counts(open)).containsExactly("400|400|10|0");
        }
        try (Connection again = hospital.postgres.as("portal", "p", hospital.database)) {
            assertThat(counts(again)).containsExactly("400|400|10|0");
            assertThat(
                            Hospital.rows(
                                    again,
                                    "UPDATE hosp.patients SET phone = '1' WHERE id = 1 RETURNING id"))
                    .containsExactly("1");
            assertThat(Hospital.rows(again, "SELECT pg_sleep(0)")).hasSize(1);
        }
        try (Connection again = hospital.postgres.as("reports", "p", hospital.database)) {
            assertThat(counts(again)).containsExactly("400|400|10|0");
        }
        assertThat(hospital.plan(Hospital.policy()).sentences()).isEmpty();
        assertThat(hospital.refusal("nora", "SELECT * FROM hosp.clinics")).isEqualTo("42501");
    }

    @Test
    void leavesRowSecurityThatWasThereAsItWas() throws SQLException, IOException {
        var hospital = new Hospital();
        hospital.asAdmin(
                "CREATE ROLE portal LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA hosp TO portal;"
                        + " GRANT SELECT ON hosp.patients TO portal; ALTER TABLE hosp.patients ENABLE"
                        + " ROW LEVEL SECURITY; CREATE POLICY theirs ON hosp.patients TO portal USING"
                        + " (id = 7)");

        hospital.withDoor();

        try (Connection portal = hospital.postgres.as("portal", "p", hospital.database)) {
            assertThat(Hospital.rows(portal, "SELECT id FROM hosp.patients")).containsExactly("7");
        }
        assertThat(hospital.sees("nora", "SELECT count(*) FROM patients")).containsExactly("40");
        assertThat(hospital.plan(Hospital.policy()).sentences()).isEmpty();
    }

    @Test
    void aGrantMadeLaterOpensNoRow() throws SQLException, IOException {
        var hospital = new Hospital().withDoor();
        hospital.asAdmin(
                "CREATE ROLE late LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA hosp TO late; GRANT"
                        + " CONNECT ON DATABASE "
                        + hospital.database
                        + " TO late; GRANT SELECT ON"
                        + " hosp.patients TO late");

        try (Connection late = hospital.postgres.as("late", "p", hospital.database)) {
            assertThat(Hospital.rows(late, "SELECT count(*) FROM hosp.patients"))
                    .containsExactly("0");
        }
        assertThat(hospital.plan(Hospital.policy()).sentences()).isEmpty();
    }

    private static List<String> counts(Connection connection) throws SQLException {
        return Hospital.rows(
                connection,
                "SELECT (SELECT count(*) FROM hosp.patients), (SELECT count(*) FROM"
                        + " hosp.encounters), (SELECT count(*) FROM hosp.clinics), (SELECT count(*)"
                        + " FROM public.notes)");
    }
}
