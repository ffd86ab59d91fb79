package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;

/** One account for each person, from their assignments and no longer than these. */
final class AccountsTest {
    /** What is promised to whoever takes a right away. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Hospital hospital = Hospital.open();

    @TempDir Path folder;

    @AfterEach
    void putEverybodyBack() {
        hospital.apply(SampleHospital.FOLDER.resolve("policy"), Hospital.people());
    }

    @Test
    void givesEachPersonOneAccountWithoutAnyPower() throws SQLException {
        assertThat(
                        hospital.truth(
                                "SELECT rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole,"
                                        + " rolreplication, rolbypassrls FROM pg_roles WHERE"
                                        + " rolcanlogin AND rolname <> 'postgres' ORDER BY 1"))
                .containsExactlyElementsOf(
                        Hospital.PEOPLE.stream()
                                .sorted()
                                .map(login -> login + "|t|f|f|f|f|f")
                                .toList());
    }

    @Test
    void grantsNothingToAPersonDirectly() throws SQLException {
        for (String sql :
                List.of(
                        "SELECT oid::regclass::text, a.grantee FROM pg_class, aclexplode(relacl) a",
                        "SELECT attrelid::regclass::text, a.grantee FROM pg_attribute,"
                                + " aclexplode(attacl) a",
                        "SELECT nspname, a.grantee FROM pg_namespace, aclexplode(nspacl) a",
                        "SELECT datname, a.grantee FROM pg_database, aclexplode(datacl) a",
                        "SELECT oid::regprocedure::text, a.grantee FROM pg_proc, aclexplode(proacl)"
                                + " a",
                        "SELECT defaclobjtype::text, a.grantee FROM pg_default_acl,"
                                + " aclexplode(defaclacl) a",
                        "SELECT parname, a.grantee FROM pg_parameter_acl, aclexplode(paracl) a",
                        "SELECT objid::text, refobjid AS grantee FROM pg_shdepend WHERE deptype ="
                                + " 'o'")) {
            assertThat(
                            hospital.truth(
                                    "SELECT g.* FROM ("
                                            + sql
                                            + ") g JOIN pg_roles r ON r.oid = g.grantee WHERE"
                                            + " r.rolcanlogin AND r.rolname <> 'postgres'"))
                    .as(sql)
                    .isEmpty();
        }
    }

    @Test
    void letsLensesOwnTheViewsAndNobodyBeALens() throws SQLException {
        assertThat(
                        hospital.truth(
                                "SELECT DISTINCT n.nspname, pg_get_userbyid(c.relowner) FROM"
                                        + " pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                        + " WHERE c.relkind = 'v' AND n.nspname IN ('nurse',"
                                        + " 'physician', 'billing_admin', 'analyst') ORDER BY 1"))
                .containsExactly(
                        "analyst|sp_lens_analyst",
                        "billing_admin|sp_lens_billing_admin",
                        "nurse|sp_lens_nurse",
                        "physician|sp_lens_physician");
        assertThat(
                        hospital.truth(
                                "SELECT roleid::regrole, member::regrole FROM pg_auth_members WHERE"
                                        + " roleid::regrole::text LIKE 'sp_lens%' OR"
                                        + " member::regrole::text LIKE 'sp_lens%'"))
                .isEmpty();
        assertThat(
                        hospital.truth(
                                "SELECT member::regrole FROM pg_auth_members WHERE (set_option"
                                        + " OR admin_option) AND roleid::regrole::text LIKE"
                                        + " 'sp\\_%'"))
                .isEmpty();
    }

    @Test
    void endsALeaversSessionsWithinASecondAndLeavesOthersAlone()
            throws SQLException, IOException, InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection idleNative = hospital.connect(Door.NATIVE, "nora");
                Connection idleGateway = hospital.connect(Door.GATEWAY, "nora");
                Connection busyNative =
                        hospital.connect(Door.NATIVE, "nora", "socketTimeout", "0");
                Connection busyGateway =
                        hospital.connect(Door.GATEWAY, "nora", "socketTimeout", "0");
                Connection omar = hospital.connect(Door.GATEWAY, "omar");
                Connection dual = hospital.connect(Door.NATIVE, "dual")) {
            List<Future<Long>> ends =
                    Stream.of(busyNative, busyGateway)
                            .map(busy -> threads.submit(() -> end(busy)))
                            .toList();
            hospital.awaitEndless("nora", 2);
            List<String> othersBefore = others(omar, dual);

            hospital.apply(withoutNora(), Hospital.people());

            long applied = System.nanoTime();
            for (Future<Long> end : ends) {
                assertThat(ended(end) - applied).isLessThan(SECOND.toNanos());
            }
            for (Connection idle : List.of(idleNative, idleGateway)) {
                assertThatThrownBy(() -> Rows.of(idle, "SELECT 1"))
                        .isInstanceOf(PSQLException.class);
            }
            assertThat(System.nanoTime() - applied).isLessThan(SECOND.toNanos());
            assertThat(others(omar, dual)).isEqualTo(othersBefore);
            assertThat(hospital.signedIn()).contains("omar").doesNotContain("nora");
        }
    }

    @Test
    void leavesALeaverNoRight() throws SQLException, IOException {
        hospital.apply(withoutNora(), Hospital.people());

        for (Door door : Door.values()) {
            assertThatThrownBy(() -> hospital.connect(door, "nora"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> assertThat(e.getSQLState()).isIn("28000", "28P01"));
        }
        assertThat(
                        hospital.truth(
                                "SELECT rolcanlogin, rolpassword IS NULL FROM pg_authid WHERE"
                                        + " rolname = 'nora'"))
                .containsExactly("f|t");
        assertThat(
                        hospital.truth(
                                "SELECT roleid::regrole FROM pg_auth_members WHERE member ="
                                        + " 'nora'::regrole AND roleid <> 'sp_person'::regrole"))
                .isEmpty();
        for (String table :
                hospital.truth(
                        "SELECT oid::regclass FROM pg_class WHERE relnamespace = 'sp'::regnamespace"
                                + " AND relkind = 'r'")) {
            assertThat(hospital.truth("SELECT * FROM " + table + " t WHERE t::text ~ '\\mnora\\M'"))
                    .as(table)
                    .isEmpty();
        }
    }

    @Test
    void givesALeaverWhoComesBackTheSameAgain() throws SQLException, IOException {
        List<String> before = hospital.sees(Door.NATIVE, "nora", "TABLE patients");
        hospital.apply(withoutNora(), Hospital.people());

        putEverybodyBack();

        for (Door door : Door.values()) {
            assertThat(hospital.sees(door, "nora", "TABLE patients")).isEqualTo(before);
        }
    }

    private Path withoutNora() throws IOException {
        return ExamplePolicy.changed(
                folder.resolve("policy"),
                text ->
                        text.lines()
                                .filter(line -> !line.contains("person: nora"))
                                .collect(Collectors.joining("\n")));
    }

    private static List<String> others(Connection... connections) throws SQLException {
        List<String> all = new ArrayList<>();
        for (Connection one : connections) {
            all.addAll(Rows.of(one, "SELECT pg_backend_pid(), count(*) FROM patients"));
        }
        return all;
    }

    /** When the endless statement came to its end. */
    private static long end(Connection busy) {
        assertThatThrownBy(() -> Rows.of(busy, Hospital.ENDLESS)).isInstanceOf(PSQLException.class);
        return System.nanoTime();
    }

    private static long ended(Future<Long> end) throws InterruptedException, ExecutionException {
        try {
            return end.get(SECOND.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("still running a second after the apply", e);
        }
    }
}
