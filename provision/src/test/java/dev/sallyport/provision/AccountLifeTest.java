package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Problem;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An account is made, shut, opened again, renamed and removed; nobody else ever gets its login. */
@ParameterizedClass
@EnumSource(names = {"POSTGRES_15", "POSTGRES_18"})
final class AccountLifeTest {
    private static final String NOBODY = "28P01";
    private static final String SHUT = "28000";

    @Parameter private PostgresRelease release = PostgresRelease.NEWEST;

    @SuppressWarnings("NullAway.Init")
    private Hospital hospital;

    @BeforeEach
    void open() throws SQLException, IOException {
        hospital = new Hospital(release).withDoor();
    }

    @Test
    void anAccountIsShutBeforeAnyPlanAndAPlanSettlesIt() throws Exception {
        hospital.asAdmin("CREATE ROLE reporting LOGIN PASSWORD 'theirs'");
        try (Connection session = hospital.as("nora");
                Statement statement = session.createStatement()) {
            assertThat(hospital.provisioner.shut(Set.of("nora", "reporting", "nobody")))
                    .isEqualTo(new Applied.Done(1, 1));
            assertThat(state(statement)).startsWith("57").as("the session is over");
        }
        assertThat(hospital.refusal("nora", "SELECT 1")).isIn(SHUT, NOBODY);
        assertThat(
                        hospital.adminSees(
                                "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'reporting'"))
                .containsExactly("t");
        hospital.asAdmin("DROP ROLE reporting");

        apply(Hospital.policy(), people("nora:  {", "nora: {suspended: true, "));
        assertThat(hospital.refusal("nora", "SELECT 1")).isIn(SHUT, NOBODY);
        apply(Hospital.policy(), people());
        hospital.as("nora").close();
    }

    @Test
    void aSuspendedPersonIsShutOutAtOnceAndComesBackAsTheSame() throws Exception {
        List<String> before = account("nora");
        try (Connection session = hospital.as("nora");
                Statement statement = session.createStatement()) {
            statement.execute("SELECT 1");

            Plan plan = apply(Hospital.policy(), people("nora:  {", "nora: {suspended: true, "));

            assertThat(plan.losers()).containsExactly("nora");
            assertThat(plan.losses()).contains(new Effect("nora", "may not sign in"));
            assertThat(state(statement)).startsWith("57").as("the session is over");
        }
        assertThat(hospital.refusal("nora", "SELECT 1")).isIn(SHUT, NOBODY);
        assertThat(hospital.adminSees("SELECT count(*) FROM sp.held WHERE login = 'nora'"))
                .containsExactly("0");
        assertThat(hospital.adminSees("SELECT pg_has_role('nora', 'sp_role_nurse', 'USAGE')"))
                .containsExactly("f");

        Plan back = apply(Hospital.policy(), people());

        assertThat(back.gains())
                .contains(new Effect("nora", "may sign in"), new Effect("nora", "+nurse"));
        assertThat(back.losers()).isEmpty();
        assertThat(hospital.sees("nora", "SELECT count(*) FROM patients")).containsExactly("40");
        assertThat(account("nora")).isEqualTo(before);
    }

    @Test
    void aRenamedPersonKeepsTheAccountAndTheOldLoginIsNobodys() throws Exception {
        List<String> before = account("nora");
        Policy policy = Hospital.policy("person: nora,", "person: nora_berg,");

        apply(policy, people("nora:  {", "nora_berg: {renamed_from: nora, "));

        assertThat(account("nora_berg")).isEqualTo(before);
        assertThat(hospital.sees("nora_berg", "SELECT count(*) FROM patients"))
                .containsExactly("40");
        assertThat(hospital.refusal("nora", "SELECT 1")).isEqualTo(NOBODY);
        assertThat(problems(Hospital.policy(), people()))
                .singleElement()
                .asString()
                .startsWith("SP3022 people.yaml:")
                .contains("`nora`");

        apply(Hospital.policy(), people("nora:  {", "nora: {renamed_from: nora_berg, "));

        assertThat(account("nora")).isEqualTo(before);
    }

    @Test
    void refusesANameThatTheDatabaseHasAlready() throws Exception {
        hospital.asAdmin("CREATE ROLE nora_berg");

        assertThat(
                        problems(
                                Hospital.policy("person: nora,", "person: nora_berg,"),
                                people("nora:  {", "nora_berg: {renamed_from: nora, ")))
                .anyMatch(problem -> problem.startsWith("SP3023 people.yaml:"));
    }

    @Test
    void aRemovedPersonsThingsGoToWhoIsNamedAndNothingIsDropped() throws Exception {
        hospital.asAdmin(
                "CREATE TABLE hosp.\"Own List\" (a int); ALTER TABLE hosp.\"Own List\" OWNER TO nora");
        Policy policy =
                Hospital.policy(
                        "  - {person: nora, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n",
                        "");
        String gone = "\nremoved: {nora: {}}\n";
        String handed = "\nremoved: {nora: {reassign_to: postgres}}\n";

        assertThat(problems(policy, without(gone)))
                .singleElement()
                .asString()
                .startsWith("SP3021 people.yaml:")
                .contains("`nora` owns table `hosp.\"Own List\"`", "reassign_to");

        try (Connection session = hospital.as("nora");
                Statement statement = session.createStatement()) {
            statement.execute("SELECT 1");
            Plan plan = apply(policy, without(handed));

            assertThat(plan.sentences())
                    .contains("+ table hosp.\"Own List\" of nora to postgres", "- role nora");
            assertThat(plan.losses()).contains(new Effect("nora", "account removed"));
            assertThat(state(statement)).startsWith("57");
        }
        assertThat(
                        hospital.adminSees(
                                "SELECT tableowner FROM pg_tables WHERE tablename = 'Own List'"))
                .containsExactly("postgres");
        assertThat(account("nora")).isEmpty();

        assertThat(problems(Hospital.policy(), people()))
                .singleElement()
                .asString()
                .startsWith("SP3022 people.yaml:");
    }

    @Test
    void whatEndsIsDeadAtItsInstantThoughNobodyIsThere() throws Exception {
        Policy policy =
                Hospital.policy(
                        "{person: bella, role: billing_admin, until: 2027-03-31,",
                        "{person: bella, role: billing_admin, until: 2020-01-01,",
                        "{person: dual, role: nurse, until: 2027-06-30,",
                        "{person: dual, role: nurse, until: 2020-01-01,");
        Instant before = Instant.parse("2019-12-31T00:00:00Z");

        apply(policy, Entitlements.at(before, policy, people()));

        assertThat(hospital.refusal("bella", "SELECT 1")).isEqualTo(NOBODY);
        assertThat(hospital.sees("dual", "SELECT count(*) FROM nurse.patients"))
                .containsExactly("0");
        assertThat(hospital.sees("dual", "SELECT count(*) FROM analyst.patients"))
                .containsExactly("400");
    }

    private static String state(Statement statement) {
        try {
            statement.execute("SELECT 1");
            return "none";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private List<String> account(String login) throws SQLException {
        return hospital.adminSees("SELECT oid FROM pg_roles WHERE rolname = '" + login + "'");
    }

    private Plan apply(Policy policy, Directory people) {
        return apply(policy, Entitlements.at(Hospital.NOW, policy, people));
    }

    private Plan apply(Policy policy, Entitlements entitlements) {
        Plan plan = Hospital.planned(hospital.provisioner.plan(policy, entitlements));
        assertThat(hospital.provisioner.apply(plan)).isInstanceOf(Applied.Done.class);
        assertThat(Hospital.planned(hospital.provisioner.plan(policy, entitlements)).sentences())
                .isEmpty();
        return plan;
    }

    private List<String> problems(Policy policy, Directory people) {
        return switch (hospital.provisioner.plan(
                policy, Entitlements.at(Hospital.NOW, policy, people))) {
            case PlanReading.Planned _ -> List.of();
            case PlanReading.Refused(List<Problem> problems) ->
                    problems.stream().map(Problem::toString).toList();
        };
    }

    private static Directory people(String... replacement) throws IOException {
        String text = Files.readString(Hospital.PEOPLE);
        for (int i = 0; i < replacement.length; i += 2) {
            assertThat(text).contains(replacement[i]);
            text = text.replace(replacement[i], replacement[i + 1]);
        }
        return read(text);
    }

    /** The people without Nora, and what is said of her instead. */
    private static Directory without(String said) throws IOException {
        return read(Files.readString(Hospital.PEOPLE).replaceAll("(?m)^  nora: .*\n", "") + said);
    }

    private static Directory read(String text) throws IOException {
        Path file = Scratch.folder("people").resolve("people.yaml");
        Files.writeString(file, text);
        return switch (DirectoryReader.read(file)) {
            case DirectoryReading.Accepted accepted -> accepted.directory();
            case DirectoryReading.Rejected rejected ->
                    throw new AssertionError(rejected.problems().toString());
        };
    }
}
