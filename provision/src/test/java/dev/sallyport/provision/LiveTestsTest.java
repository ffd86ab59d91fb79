package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3060;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The folder's tests hold in a database as applied, and whatever is broken by hand fails one. */
final class LiveTestsTest {
    private static final Path FOLDER = Hospital.PEOPLE.resolveSibling("policy");
    private static final Path SAMPLE = FOLDER.resolve("30-assignments.yaml");

    private final Hospital hospital = new Hospital().withDoor();

    LiveTestsTest() throws SQLException, IOException {}

    /** Something a hand breaks, the test of the sample that fails for it, and what it says. */
    private record Broken(String sql, String test, String does) {}

    @Test
    void holdsTheSamplesOwnTestsAsAppliedAndLeavesNothingBehind() throws Exception {
        String contents =
                "SELECT (SELECT sum(hashtext(e::text)) FROM hosp.encounters e),"
                        + " (SELECT sum(hashtext(p::text)) FROM hosp.patients p)";
        List<String> before = hospital.adminSees(contents);

        List<LiveOutcome> outcomes = run(sample());

        assertThat(others(outcomes)).hasSize(2).allMatch(LiveOutcome.Unasked.class::isInstance);
        assertThat(hospital.adminSees(contents)).isEqualTo(before);
        assertThat(hospital.plan(sample()).sentences()).isEmpty();
    }

    @Test
    void countsNothingAsPassedThatTheDatabaseCannotBeAsked() throws Exception {
        List<LiveOutcome> outcomes =
                run(
                        with(
                                "{name: purpose, as: {role: nurse, clinics: [1], purpose: research},"
                                        + " cannot: see ehr.hosp.patients.last_name}",
                                "{name: file, as: {role: nurse, clinics: [1]},"
                                        + " cannot: export ehr.hosp.patients.last_name}",
                                "{name: nobody, as: {roles: [nurse, physician]},"
                                        + " cannot: see ehr.hosp.invoices}",
                                "{name: no row, as: {role: analyst},"
                                        + " can: see ehr.hosp.patients.zip,"
                                        + " where: {clinic_id: 777}}"));

        assertThat(named(outcomes, "purpose")).isInstanceOf(LiveOutcome.AtGateway.class);
        assertThat(named(outcomes, "file")).isInstanceOf(LiveOutcome.AtGateway.class);
        assertThat(named(outcomes, "nobody")).isInstanceOf(LiveOutcome.Unasked.class);
        assertThat(named(outcomes, "no row")).isInstanceOf(LiveOutcome.Unasked.class);
    }

    @Test
    void findsGrantsTooManyMasksReplacedAndPinsGone() throws Exception {
        breaks(
                new Broken(
                        "GRANT USAGE ON SCHEMA hosp TO nora;"
                                + " GRANT SELECT (body) ON hosp.mental_health_notes TO nora",
                        "a nurse sees no mental health notes",
                        "the database lets it read the table itself"),
                new Broken(
                        "CREATE SCHEMA bi CREATE VIEW names AS SELECT last_name AS n"
                                + " FROM hosp.patients; GRANT USAGE ON SCHEMA bi TO ana;"
                                + " GRANT SELECT ON bi.names TO ana",
                        "an analyst sees no name",
                        "the database lets it read `bi.names`, too"),
                new Broken(
                        "DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW nurse.patients AS ' ||"
                                + " regexp_replace(pg_get_viewdef('nurse.patients'::regclass),"
                                + " 'CASE.*END AS ssn', 'ssn'); END $$",
                        "a nurse sees the last four of an SSN",
                        "the database shows other values"),
                new Broken(
                        "GRANT UPDATE (amount) ON billing_admin.invoices TO sp_role_billing_admin;"
                                + " GRANT UPDATE (amount) ON hosp.invoices TO sp_lens_billing_admin",
                        "billing changes no amount",
                        "the database allows it"),
                new Broken(
                        "DROP POLICY sp_lens_physician_insert_pin ON hosp.encounters",
                        "a physician signs only for themselves",
                        "the database allows it"),
                new Broken(
                        "CREATE ROLE newt LOGIN PASSWORD 'secret of newt';"
                                + " GRANT CONNECT ON DATABASE "
                                + hospital.database
                                + " TO newt; GRANT USAGE ON SCHEMA hosp TO newt;"
                                + " GRANT SELECT ON hosp.patients TO newt",
                        "who holds nothing sees nothing",
                        "the database lets it read the table itself"));
    }

    @Test
    void findsRowSecurityOffRolesTooManyAndGrantsGone() throws Exception {
        breaks(
                new Broken(
                        "ALTER TABLE hosp.patients DISABLE ROW LEVEL SECURITY",
                        "billing sees no other clinic",
                        "the database shows "),
                new Broken(
                        "GRANT sp_role_billing_admin TO nora",
                        "a nurse sees no invoices",
                        "the database lets it read `billing_admin.invoices`, too"),
                new Broken(
                        "REVOKE INSERT (notes) ON nurse.encounters FROM sp_role_nurse",
                        "a nurse writes visits",
                        "the database refuses it"),
                new Broken(
                        "ALTER ROLE omar NOLOGIN",
                        "a physician sees the patients they answer for",
                        "the database does not let it in"));
    }

    @Test
    void findsRowPoliciesThatAreGoneOrShowMore() throws Exception {
        breaks(
                new Broken(
                        "DROP POLICY sp_lens_nurse_see ON hosp.patients",
                        "a nurse sees her clinic",
                        "the database shows 0"),
                new Broken(
                        "CREATE POLICY wide ON hosp.patients FOR SELECT"
                                + " TO sp_lens_billing_admin USING (true)",
                        "billing sees whole SSNs of its clinics",
                        "the database shows "));
    }

    /** Each fails its test, by the test's place and without a value of a row. */
    private void breaks(Broken... all) throws Exception {
        for (Broken one : all) {
            hospital.asAdmin(one.sql());
        }
        List<LiveOutcome> outcomes = run(sample());
        List<String> names =
                hospital.adminSees("SELECT last_name FROM hosp.patients WHERE last_name > ''");
        for (Broken one : all) {
            LiveOutcome failed = named(outcomes, one.test());
            assertThat(failed).as(one.sql()).isInstanceOf(LiveOutcome.Differs.class);
            assertThat(((LiveOutcome.Differs) failed).problem().toString())
                    .contains(SP3060.name(), "30-assignments.yaml:", "the policy ", one.does())
                    .doesNotContain(names);
        }
    }

    private static LiveOutcome named(List<LiveOutcome> outcomes, String name) {
        return outcomes.stream()
                .filter(one -> one.test().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Policy with(String... tests) throws IOException {
        Path folder = Scratch.folder("policy");
        for (String file : List.of("10-catalog.yaml", "20-roles.yaml", "30-assignments.yaml")) {
            Files.copy(SAMPLE.resolveSibling(file), folder.resolve(file));
        }
        Path last = folder.resolve("30-assignments.yaml");
        Files.writeString(
                last, Files.readString(last) + "  - " + String.join("\n  - ", tests) + "\n");
        return read(folder);
    }

    private static List<LiveOutcome> others(List<LiveOutcome> outcomes) {
        return outcomes.stream().filter(one -> !(one instanceof LiveOutcome.Holds)).toList();
    }

    private List<LiveOutcome> run(Policy policy) {
        return hospital.provisioner.test(policy, Hospital.entitlements(policy), Optional.empty());
    }

    private static Policy sample() throws IOException {
        return read(FOLDER);
    }

    private static Policy read(Path folder) {
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected rejected ->
                    throw new AssertionError(rejected.problems().toString());
        };
    }
}
