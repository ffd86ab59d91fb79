package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.LogReader;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.Sallyport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The passwords of native accounts, which no person knows, on a running demo. */
final class SecretsTest {
    /** Drift is seen within two seconds, and what is ours is put right at once. */
    private static final Duration PROMISE = Duration.ofSeconds(3);

    /** More than a gateway has event loops, each of which keeps its own. */
    private static final int SESSIONS = 64;

    @TempDir static Path folder;

    private static Path data;
    private static RunningDemo demo;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        data = folder.resolve("data");
        demo = RunningDemo.start(data);
    }

    @AfterAll
    static void leaveNothingRunning() throws IOException {
        demo.close();
        for (ProcessHandle left : RunningDemo.postgres(data)) {
            left.destroyForcibly();
        }
    }

    @Test
    void areRotatedWhileSessionsLiveOnAndWhateverStepAKillComesAfter() throws Exception {
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
                Connection nora = demo.connect("nora")) {
            assertThat(Rows.of(nora, "SELECT 1")).containsExactly("1");
            int next = epoch() + 1;
            Future<Integer> failed = others.submit(() -> failuresUntil(next));
            Program.Finished rotated = rotate();
            assertThat(rotated.exit()).as(rotated.output()).isZero();
            assertThat(rotated.output()).contains("0 native sessions ended");
            assertThat(Rows.of(nora, "SELECT 2")).containsExactly("2");
            assertThat(failed.get()).isZero();
        }
        int epoch = epoch();
        assertThat(recorded("secrets.rotated", "\"epoch\":" + epoch)).hasSize(1);
        assertOpens(epoch);

        // Killed when the new epoch was kept, before a database knew of it.
        restart(epoch + " " + (epoch + 1));
        assertThat(epoch()).isEqualTo(epoch + 1);
        assertOpens(epoch + 1);

        // Killed when the databases had the new epoch, before it was kept that they have.
        restart(epoch + " " + (epoch + 1));
        assertThat(epoch()).isEqualTo(epoch + 1);
        assertOpens(epoch + 1);
    }

    /** People sign in all the while. */
    private static int failuresUntil(int next) throws IOException {
        int failures = 0;
        while (epoch() < next) {
            failures += opens(() -> demo.connect("omar")) ? 0 : 1;
        }
        return failures;
    }

    /** A door that is hardened still shows an account what it needs to prove itself clean. */
    @Test
    void openAnAccountOnceForSeveralSessions() throws Exception {
        Set<String> backends = new HashSet<>();
        for (int session = 1; session <= SESSIONS; session++) {
            try (Connection nora = demo.connect("nora")) {
                backends.addAll(Rows.of(nora, "SELECT pg_backend_pid()"));
            }
        }
        assertThat(backends).hasSizeLessThan(SESSIONS);
    }

    /** The gateway signs in with the new secret, and the old one is worth nothing. */
    private void assertOpens(int epoch) throws Exception {
        demo.connect("nora").close();
        direct(secret("nora", epoch)).close();
        assertThatThrownBy(() -> direct(secret("nora", epoch - 1)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    private void restart(String epochs) throws IOException, InterruptedException {
        demo.kill();
        Files.writeString(data.resolve("keys/epoch"), epochs + "\n");
        demo = RunningDemo.start(data);
    }

    @Test
    void arePutBackWhenSomebodyHasChangedOneAroundTheGateway() throws Exception {
        try (Connection nora = demo.connect("nora")) {
            assertThatThrownBy(() -> run(nora, "ALTER ROLE nora PASSWORD 'mine'"))
                    .hasMessageContaining("SP2044");
            assertThatThrownBy(() -> run(nora, "ALTER USER CURRENT_USER PASSWORD 'mine'"))
                    .hasMessageContaining("SP2044");
        }
        try (Connection around = direct(secret("nora", epoch()));
                Connection inside = demo.connect("nora")) {
            long begun = System.nanoTime();
            run(around, "ALTER ROLE nora PASSWORD 'mine'");
            await(begun, PROMISE, () -> !recorded("drift.answered", "role nora").isEmpty());
            assertThat(recorded("drift.found", "role nora"))
                    .singleElement()
                    .asString()
                    .contains("alert");
            long found = System.nanoTime();
            await(found, PROMISE, () -> !opens(() -> direct("mine")));
            await(found, PROMISE, () -> opens(() -> demo.connect("nora")));
            await(found, PROMISE, () -> !lives(around));
            await(found, PROMISE, () -> !lives(inside));
        }
        Program.Finished drift = Sallyport.program("drift", "--data", data.toString()).run();
        assertThat(drift.exit()).as(drift.output()).isZero();

        // Put right once, and not as often as somebody looks.
        try (Connection again = demo.connect("nora")) {
            long opened = System.nanoTime();
            while (System.nanoTime() - opened < PROMISE.toNanos()) {
                assertThat(lives(again)).isTrue();
                LockSupport.parkNanos(50_000_000L);
            }
        }
    }

    /** Tries to open a connection. */
    private interface Way {
        Connection open() throws SQLException;
    }

    private static boolean opens(Way way) {
        try (Connection open = way.open()) {
            return open.isValid(1);
        } catch (SQLException refused) {
            return false;
        }
    }

    private static boolean lives(Connection connection) {
        try {
            run(connection, "SELECT 1");
            return true;
        } catch (SQLException ended) {
            return false;
        }
    }

    private static void await(long since, Duration promise, BooleanSupplier fact) {
        while (!fact.getAsBoolean()) {
            assertThat(System.nanoTime() - since).isLessThan(promise.toNanos());
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Program.Finished rotate() throws IOException {
        return Sallyport.program("secrets", "rotate", "--data", data.toString()).run();
    }

    /** The one that holds; while it is raised, the former one. */
    private static int epoch() throws IOException {
        Path file = data.resolve("keys/epoch");
        return Files.exists(file)
                ? Integer.parseInt(Files.readString(file).strip().replaceFirst(" .*", ""))
                : 1;
    }

    private Connection direct(String password) throws SQLException {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%s/ehr?sslmode=disable"
                            .formatted(Files.readString(data.resolve("postgres.port")).strip()),
                    "nora",
                    password);
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private String secret(String login, int epoch) throws IOException, GeneralSecurityException {
        byte[] master = Base64.getDecoder().decode(Files.readString(data.resolve("keys/accounts")));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(master, "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        mac.doFinal((login + "\0" + epoch).getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> recorded(String type, String words) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(demo.record())) {
            return events.map(LogReader.LoggedEvent::json)
                    .filter(json -> json.contains("\"type\":\"" + type) && json.contains(words))
                    .toList();
        }
    }
}
