package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many people come and go in every way while backends are killed and rights taken; when all have
 * left, so has everything they needed.
 */
class SoakTest {
    private static final boolean FULL = Boolean.getBoolean("sallyport.full");
    private static final Duration LENGTH = Duration.ofSeconds(FULL ? 300 : 6);
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    /** Below what the database takes (100), so that nobody only waits. */
    private static final int PEOPLE = 24;

    private static final Duration BETWEEN_DISTURBANCES = Duration.ofMillis(150);
    private static final long SEED = Long.getLong("sallyport.seed", 4);

    /** Of nora's backends one, so that a session loses its database at any moment. */
    private static final String KILL =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nora'"
                    + " ORDER BY random() LIMIT 1";

    @TempDir static Path before;
    @TempDir static Path folder;

    @Test
    void leavesNothingBehind() throws Exception {
        GatewayFixture first = GatewayFixture.start(before);
        live(first, WARM_UP);
        emptied(first);
        first.close();
        int threads = threads();
        long handles = handles();

        GatewayFixture gateway = first.beside(folder);
        assertThat(live(gateway, LENGTH)).as("queries answered").isGreaterThan(PEOPLE);
        emptied(gateway);
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        gateway.close();

        assertThat(Logged.soon(() -> count("usename = 'nora'") == 0)).as("backends").isTrue();
        assertThat(Logged.soon(() -> threads() <= threads)).as(threads() + " threads").isTrue();
        assertThat(Logged.soon(() -> handles() <= handles)).as(handles() + " handles").isTrue();
        assertThat(Leaks.found()).isEmpty();
    }

    private static int live(GatewayFixture gateway, Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        RandomGenerator chance = new Random(SEED);
        List<Restless> people = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                people.add(new Restless(gateway, new Random(chance.nextLong()), end));
                all.add(threads.submit(people.getLast()));
            }
            while (System.nanoTime() < end) {
                disturb(gateway, chance);
                LockSupport.parkNanos(BETWEEN_DISTURBANCES.toNanos());
            }
            gateway.apply(Hospital.snapshot());
            for (Future<?> one : all) {
                one.get(1, TimeUnit.MINUTES);
            }
        }
        return people.stream().mapToInt(Restless::answered).sum();
    }

    private static void disturb(GatewayFixture gateway, RandomGenerator chance) throws Exception {
        switch (chance.nextInt(4)) {
            case 0 -> kill();
            case 1 ->
                    gateway.server()
                            .sessions()
                            .end(
                                    Set.of("nora"),
                                    Problem.of(ProblemCode.SP4008, "taken", "connect again"));
            case 2 ->
                    gateway.apply(
                            Hospital.nurse(folder, "sessions: {idle: 15m, pooling: transaction}"));
            default -> gateway.apply(Hospital.snapshot());
        }
    }

    private static void kill() throws SQLException {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(KILL);
        }
    }

    private static void emptied(GatewayFixture gateway) {
        assertThat(Logged.soon(() -> gateway.server().sessions().people().isEmpty()))
                .as("sessions")
                .isTrue();
        assertThat(gateway.server().shared().cancellable()).isEmpty();
        assertThat(gateway.waiting()).isZero();
        assertThat(Logged.soon(() -> count("usename = 'nora' AND state <> 'idle'") == 0))
                .as("statements that go on")
                .isTrue();
    }

    private static int count(String which) {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE " + which)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long handles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }
}
