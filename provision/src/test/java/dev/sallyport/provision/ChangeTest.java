package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Limits;
import dev.sallyport.policy.Policy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What happens when people, the policy or somebody's hand change something. */
final class ChangeTest {
    private static final String NORA =
            "  - {person: nora, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n";
    private static final String DUAL =
            "  - {person: dual, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n";

    private Hospital hospital;

    @BeforeEach
    void open() throws SQLException, IOException {
        hospital = new Hospital();
    }

    @Test
    void saysWhoGainsWithoutTouchingAnything() throws IOException, SQLException {
        Plan plan = hospital.plan(Hospital.policy());

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.summary())
                .contains(
                        "WHO GAINS    6 people", "nora +nurse", "HIGH   billing_admin sees phi.ssn")
                .doesNotContain("WHO LOSES");
        assertThat(plan.losers()).isEmpty();
        assertThat(plan.sql()).doesNotContain("secret of").contains("(not shown)");
        assertThat(hospital.adminSees("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'sp\\_%'"))
                .containsExactly("0");
    }

    @Test
    void endsALeaversSessionWithinASecondAndLeavesNoRight() throws IOException, SQLException {
        hospital.withDoor();
        Policy without = Hospital.policy(NORA, "");
        try (Connection open = hospital.as("nora")) {
            assertThat(Hospital.rows(open, "SELECT count(*) FROM patients")).containsExactly("40");
            Plan plan = hospital.plan(without);
            assertThat(plan.losers()).containsExactly("nora");
            assertThat(plan.summary()).contains("WHO LOSES    1 person   nora", "−nurse");
            CompletableFuture<Long> death = CompletableFuture.supplyAsync(() -> diedAt(open));
            long before = System.nanoTime();

            Applied applied = hospital.provisioner.apply(plan);

            assertThat(Duration.ofNanos(death.join() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(applied).isInstanceOf(Applied.Done.class);
        }
        assertThatThrownBy(() -> hospital.as("nora")).isInstanceOf(SQLException.class);
        assertThat(hospital.adminSees("SELECT count(*) FROM sp.held WHERE login = 'nora'"))
                .containsExactly("0");
        assertThat(
                        hospital.adminSees(
                                "SELECT roleid::regrole FROM pg_auth_members WHERE member ="
                                        + " 'nora'::regrole"))
                .containsExactly("sp_person");
        assertThat(hospital.plan(without).sentences()).isEmpty();
    }

    @Test
    void endsTheSessionsOfWhoLosesOneRoleOfTwo() throws IOException, SQLException {
        hospital.withDoor();
        try (Connection open = hospital.as("dual")) {
            hospital.apply(Hospital.policy(DUAL, ""));

            assertThatThrownBy(() -> Hospital.rows(open, "SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(hospital.sees("dual", "SELECT count(*) FROM patients")).containsExactly("400");
        assertThat(hospital.refusal("dual", "SELECT * FROM nurse.patients")).isEqualTo("42501");
    }

    @Test
    void leavesTheSessionsOfOthersAlone() throws IOException, SQLException {
        hospital.withDoor();
        try (Connection open = hospital.as("omar")) {
            hospital.apply(Hospital.policy(NORA, ""));

            assertThat(Hospital.rows(open, "SELECT count(*) FROM patients")).containsExactly("16");
        }
    }

    @Test
    void aGrantThatRanOutIsDeadThoughNobodyRevokedIt() throws IOException, SQLException {
        Policy policy = Hospital.policy();
        Entitlements all = Hospital.entitlements(policy);
        Entitlements.Holder nora = all.of("nora").orElseThrow();
        var held =
                new Entitlements.Held(
                        "nurse",
                        Optional.of(Instant.parse("2020-01-01T00:00:00Z")),
                        nora.roles().getFirst().because(),
                        Limits.NONE,
                        true,
                        Optional.empty());
        Entitlements.Held other = all.of("frank").orElseThrow().roles().getFirst();
        hold(policy, nora, List.of(held, other));

        assertThat(hospital.sees("nora", "SELECT count(*) FROM patients")).containsExactly("0");
        assertThat(hospital.sees("nora", "SELECT count(*) FROM encounters")).containsExactly("0");
        assertThat(hospital.sees("nora", "SELECT count(*) FROM clinics")).containsExactly("0");

        hold(policy, nora, List.of(held));
        assertThatThrownBy(() -> hospital.as("nora"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    private void hold(Policy policy, Entitlements.Holder nora, List<Entitlements.Held> roles) {
        var entitlements =
                new Entitlements(
                        Map.of("nora", new Entitlements.Holder(nora.person(), roles)),
                        Map.of(),
                        Map.of());
        assertThat(
                        hospital.provisioner.apply(
                                Hospital.planned(hospital.provisioner.plan(policy, entitlements))))
                .isInstanceOf(Applied.Done.class);
    }

    @Test
    void aLoginMadeAgainByHandInheritsNothing() throws IOException, SQLException {
        hospital.withDoor();
        hospital.asAdmin(
                "DROP OWNED BY nora; DROP ROLE nora; CREATE ROLE nora LOGIN PASSWORD 'secret of"
                        + " nora'; GRANT sp_role_nurse, sp_person TO nora");

        assertThat(hospital.sees("nora", "SELECT count(*) FROM nurse.patients"))
                .containsExactly("0");

        assertThat(hospital.apply(Hospital.policy()).losers()).contains("nora");
        assertThat(hospital.sees("nora", "SELECT count(*) FROM patients")).containsExactly("40");
    }

    @Test
    void dropsWhatARemovedRoleLeaves() throws IOException, SQLException {
        hospital.withDoor();
        Policy policy = Hospital.policy();
        var roles = new LinkedHashMap<>(policy.roles());
        roles.remove("analyst");
        var without =
                new Policy(
                        "other",
                        policy.catalog(),
                        roles,
                        roles,
                        policy.functions(),
                        policy.assignments().stream()
                                .filter(assignment -> !assignment.roles().contains("analyst"))
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of());

        hospital.apply(without);

        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_roles WHERE rolname LIKE '%analyst%'"))
                .containsExactly("0");
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_namespace WHERE nspname = 'analyst'"))
                .containsExactly("0");
        assertThat(hospital.plan(without).sentences()).isEmpty();
    }

    @Test
    void refusesAPlanThatTheDatabaseHasMovedUnder() throws IOException, SQLException {
        hospital.withDoor();
        Plan plan = hospital.plan(Hospital.policy(NORA, ""));
        hospital.asAdmin("ALTER ROLE omar CREATEROLE");

        assertThat(hospital.provisioner.apply(plan))
                .isInstanceOfSatisfying(
                        Applied.Failed.class,
                        failed -> assertThat(failed.problem().toString()).startsWith("SP3005"));
        assertThat(hospital.sees("nora", "SELECT count(*) FROM patients")).containsExactly("40");
    }

    /** When the server closed a session that only waits. */
    private static long diedAt(Connection open) {
        int patience = 10_000;
        assertThatThrownBy(() -> open.unwrap(PGConnection.class).getNotifications(patience))
                .isInstanceOf(SQLException.class);
        return System.nanoTime();
    }
}
