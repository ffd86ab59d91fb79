package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.adopt.AdoptedFolder;
import dev.sallyport.provision.adopt.Surveyor;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Applications that were there before the door do not notice it. */
final class ApplicationTest {
    /** The first role somebody writes for an adopted database. */
    private static final String NURSE =
            """
            version: 1
            scopes:
              all_rows: {}
            purposes:
              treatment: {code: TREAT, label: Treating a patient}
            roles:
              nurse:
                owner: cno@hospital.example
                reason: Cares for patients.
                purposes: [treatment]
                allow:
                  - {on: ehr.hosp.patients, rows: all_rows, see: [ops.key, phi.identity]}
            assignments:
              - {group: nurses, role: nurse, until: 2027-06-30, reason: Nurses}
            """;

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
    void keepsAnApplicationFromAdoptionToTheFirstRole() throws SQLException, IOException {
        var hospital = new Hospital();
        hospital.asAdmin(
                "CREATE ROLE portal LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA hosp TO portal;"
                        + " GRANT SELECT, INSERT, UPDATE ON hosp.patients, hosp.encounters TO portal;"
                        + " GRANT SELECT ON hosp.clinics TO PUBLIC; CREATE TABLE public.notes (n int);"
                        + " GRANT SELECT ON public.notes TO portal");
        AdoptedFolder adopted = AdoptedFolder.of(Surveyor.survey(hospital.target), "ehr");
        Policy asFound = policy(adopted, Map.of());
        try (Connection open = hospital.postgres.as("portal", "p", hospital.database)) {
            assertThat(works(open)).containsExactly("400|400|10|0", "1");
            assertThat(hospital.plan(asFound).sentences()).isEmpty();

            Plan plan = hospital.apply(policy(adopted, Map.of("20-roles.yaml", NURSE)));

            assertThat(plan.summary())
                    .contains("portal keeps every row of hosp.patients")
                    .contains("portal keeps every row of hosp.encounters");
            assertThat(plan.losers()).isEmpty();
            assertThat(works(open)).containsExactly("400|400|10|0", "1");
        }
        try (Connection again = hospital.postgres.as("portal", "p", hospital.database)) {
            assertThat(works(again)).containsExactly("400|400|10|0", "1");
        }
        assertThat(hospital.sees("nora", "SELECT count(last_name) FROM patients"))
                .containsExactly("400");
        assertThat(hospital.refusal("nora", "SELECT ssn FROM patients")).isEqualTo("42703");
        assertThat(hospital.refusal("nora", "SELECT ssn FROM hosp.patients")).isEqualTo("42501");
    }

    private static Policy policy(AdoptedFolder adopted, Map<String, String> more)
            throws IOException {
        Path folder = Scratch.folder("adopted");
        for (Map<String, String> files : List.of(adopted.files(), more)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected rejected ->
                    throw new AssertionError(rejected.problems().toString());
        };
    }

    private static List<String> works(Connection connection) throws SQLException {
        List<String> done = new ArrayList<>(counts(connection));
        done.addAll(
                Hospital.rows(
                        connection,
                        "UPDATE hosp.patients SET phone = '1' WHERE id = 1 RETURNING id"));
        return done;
    }

    /**
     * What no keep policy saves; the page of what is not enforced says so, and so does the plan.
     */
    @Test
    void stopsADumpAndACopyOfWhoHasNoBypass() throws SQLException, IOException {
        var hospital = new Hospital();
        hospital.asAdmin(
                "CREATE ROLE feed LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA hosp TO feed; GRANT"
                        + " SELECT, INSERT ON hosp.diagnoses TO feed; CREATE ROLE backup LOGIN BYPASSRLS"
                        + " PASSWORD 'p'; GRANT pg_read_all_data TO backup");

        Plan plan = hospital.apply(Hospital.policy());

        assertThat(plan.notes())
                .containsOnlyOnce(
                        "NOTE   whoever keeps every row is under row security all the same: without"
                                + " BYPASSRLS, pg_dump and COPY FROM of these tables are refused");
        assertThat(refusal(hospital, "feed", "SELECT count(*) FROM hosp.diagnoses"))
                .isEqualTo("42501");
        assertThat(refusal(hospital, "feed", "COPY hosp.diagnoses (patient_id) FROM STDIN"))
                .isEqualTo("0A000");
        assertThat(refusal(hospital, "backup", "SELECT count(*) FROM hosp.diagnoses"))
                .isEqualTo("none");
    }

    private static String refusal(Hospital hospital, String login, String sql) throws SQLException {
        try (Connection connection = hospital.postgres.as(login, "p", hospital.database)) {
            Query.run(connection, "SET row_security = " + (sql.startsWith("COPY") ? "on" : "off"));
            Query.run(connection, sql);
            return "none";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
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
