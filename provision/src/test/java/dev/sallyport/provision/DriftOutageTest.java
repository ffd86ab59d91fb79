package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that was away is looked at as if it never was. */
final class DriftOutageTest {
    private static final Duration PROMISE = Duration.ofSeconds(2);

    private static OwnPostgres postgres;
    private static DriftWatch watch;
    private static Policy policy;

    @BeforeAll
    static void open() throws Exception {
        postgres = OwnPostgres.start();
        run("postgres", "CREATE DATABASE ehr");
        run("CREATE SCHEMA s CREATE TABLE visits (id int PRIMARY KEY, note text)");
        run("CREATE EXTENSION pg_walinspect; CREATE ROLE mallory");
        TargetDatabase target =
                new TargetDatabase(
                        "ehr",
                        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/ehr",
                        RealPostgres.ADMIN,
                        "");
        BaselineKeeper keeper = new BaselineKeeper("a key".getBytes(StandardCharsets.UTF_8), "ehr");
        policy = SharedClusterTest.policy(SharedClusterTest.only("ehr", "lab"));
        Entitlements held =
                Entitlements.at(
                        Hospital.NOW, policy, SharedClusterTest.people(SharedClusterTest.PEOPLE));
        Provisioner door = new Provisioner(target, login -> "secret of " + login, keeper);
        assertThat(door.apply(Hospital.planned(door.plan(policy, held))))
                .isInstanceOf(Applied.Done.class);
        watch = new DriftWatch(target, keeper, Duration.ZERO);
        assertThat(look().findings()).isEmpty();
    }

    @AfterAll
    static void close() throws IOException {
        watch.close();
        postgres.close();
    }

    @Test
    void findsWhatChangedWhileItWasAway() throws SQLException, IOException {
        postgres.stop();
        assertThatThrownBy(DriftOutageTest::look).isInstanceOf(SQLException.class);
        watch.close();
        assertThatThrownBy(DriftOutageTest::look).isInstanceOf(SQLException.class);
        watch.close();

        postgres.begin();
        run("GRANT SELECT ON s.visits TO mallory");

        assertThat(look().findings())
                .extracting(Finding::object)
                .containsExactly("SELECT on table s.visits to mallory");
        run("REVOKE SELECT ON s.visits FROM mallory");
        assertThat(look().findings()).isEmpty();
    }

    @Test
    void findsAFlapOfBeforeACrash() throws SQLException, IOException {
        look();
        run("GRANT sp_role_visits TO mallory; REVOKE sp_role_visits FROM mallory");
        run("CHECKPOINT");
        postgres.crash();
        postgres.begin();
        watch.close();

        long begun = System.nanoTime();
        List<Finding> found = look().findings();
        while (found.isEmpty() && System.nanoTime() - begun < PROMISE.toNanos()) {
            found = look().findings();
        }

        assertThat(found).extracting(Finding::kind).containsExactly("membership");
        watch.forgetFlaps();
    }

    private static Look look() throws SQLException {
        return watch.tick(policy, Hospital.NOW);
    }

    private static void run(String sql) throws SQLException {
        run("ehr", sql);
    }

    private static void run(String database, String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
