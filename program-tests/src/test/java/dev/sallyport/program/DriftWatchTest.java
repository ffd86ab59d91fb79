package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch goes on through crashes, ends when it is told to, and looks at what was stopped. */
final class DriftWatchTest {
    private static final int DIFFERS = 2;
    private static final Duration LOOK = Duration.ofMillis(50);

    /** A start of the program, or a recovery, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir static Path folder;

    private static Path data;
    private static RunningDemo demo;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        data = folder.resolve("data");
        demo = RunningDemo.start(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void endsAWatchAtCtrlCWithTheExitCodeOfAList() throws Exception {
        Path output = folder.resolve("watch.out");
        Process watch = watch(output);
        await(watch, output, "OK  ehr is as Sallyport left it");
        admin("CREATE ROLE trudy SUPERUSER");
        await(watch, output, "role trudy");
        assertThat(interrupted(watch)).isEqualTo(DIFFERS);

        admin("DROP ROLE trudy");
        Process quiet = watch(output);
        await(quiet, output, "OK  ehr is as Sallyport left it");
        assertThat(interrupted(quiet)).isZero();
    }

    @Test
    void goesOnAfterACrashOfTheDatabase() throws Exception {
        Path output = folder.resolve("crash.out");
        Process watch = watch(output);
        await(watch, output, "OK  ehr is as Sallyport left it");

        crash();
        admin("CREATE ROLE victor CREATEROLE");
        await(watch, output, "role victor");

        // Who watches here and who watches for the record are two, either may be the first.
        long begun = System.nanoTime();
        while (!recorded("role victor")) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
            watch.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
        admin("DROP ROLE victor");
        assertThat(interrupted(watch)).isZero();
    }

    @Test
    void namesWhoWasAMemberBetweenTwoLooksAndInWhoseName() throws Exception {
        admin("CREATE ROLE bounded LOGIN CREATEROLE PASSWORD 'bounded'");
        admin("GRANT CONNECT ON DATABASE ehr TO bounded");
        run("bounded", "bounded", "CREATE ROLE helper");
        // A checkpoint makes the next change of a page log it whole.
        admin("CHECKPOINT");
        run("bounded", "bounded", "GRANT helper TO nora", "REVOKE helper FROM nora");
        admin("GRANT sp_role_physician TO nora", "REVOKE sp_role_physician FROM nora");

        String listed = "";
        long begun = System.nanoTime();
        while (!listed.contains("in role sp_role_physician")) {
            assertThat(System.nanoTime() - begun).as(listed).isLessThan(PATIENCE.toNanos());
            listed = command("drift").output();
        }
        assertThat(listed)
                .contains("nora in role helper  none -> granted and revoked again")
                .contains("by bounded, says the grant")
                .contains("by unknown: a superuser; PostgreSQL writes the same one down");

        admin("DROP ROLE helper", "DROP OWNED BY bounded", "DROP ROLE bounded");
        assertThat(command("drift", "revert").exit()).isZero();
        assertThat(command("drift").exit()).isZero();
    }

    @Test
    void looksAtWhatWasStoppedAndLeavesItStopped() throws Exception {
        admin("CREATE ROLE mallory; GRANT SELECT ON hosp.patients TO mallory");
        demo.close();
        try {
            Program.Finished listed = command("drift");
            assertThat(listed.exit()).as(listed.output()).isEqualTo(DIFFERS);
            assertThat(listed.output())
                    .startsWith("Nothing runs on `" + data + "`: its database is started to look.")
                    .contains("SELECT on table hosp.patients to mallory  none -> there");
            Program.Finished document = command("drift", "--json");
            assertThat(document.output()).startsWith("{");
            assertThat(command("drift", "revert").output()).contains("REVOKE SELECT ON TABLE");

            Path output = folder.resolve("stopped.out");
            Process watch = watch(output);
            await(watch, output, "role mallory");
            assertThat(interrupted(watch)).isEqualTo(DIFFERS);
            assertThat(RunningDemo.postgres(data)).isEmpty();
        } finally {
            demo = RunningDemo.start(data);
        }
        admin("DROP ROLE mallory");
        assertThat(command("drift").exit()).isZero();
    }

    private static Process watch(Path output) throws IOException {
        return Sallyport.program("drift", "--watch", "--data", data.toString()).start(output);
    }

    private static int interrupted(Process process) throws IOException, InterruptedException {
        Program.of("kill", "-INT", String.valueOf(process.pid())).run();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void await(Process process, Path output, String words)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!Files.readString(output).contains(words)) {
            assertThat(System.nanoTime() - begun)
                    .as(Files.readString(output))
                    .isLessThan(PATIENCE.toNanos());
            process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** One server process that dies takes all others with it; the postmaster begins anew. */
    private static void crash() throws Exception {
        try (Connection victim = connect("sallyport_admin", secret());
                Statement statement = victim.createStatement();
                ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
            pid.next();
            ProcessHandle.of(pid.getLong(1)).orElseThrow().destroyForcibly();
        }
    }

    private static boolean recorded(String words) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(demo.record())) {
            return events.anyMatch(event ->
                    event.json().contains("\"type\":\"drift.found\"")
                            && event.json().contains(words));
        }
    }

    private static void admin(String... statements) throws Exception {
        run("sallyport_admin", secret(), statements);
    }

    /** As soon as the server takes connections. */
    private static void run(String login, String password, String... statements) throws Exception {
        long begun = System.nanoTime();
        while (true) {
            try (Connection connection = connect(login, password);
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return;
            } catch (SQLException e) {
                boolean isAway = e.getSQLState() != null && e.getSQLState().matches("08.*|57P.*");
                if (!isAway || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private static String secret() throws IOException {
        byte[] key =
                Base64.getDecoder()
                        .decode(Files.readString(data.resolve("keys/postgres-administrator")));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    private static Connection connect(String login, String password)
            throws SQLException, IOException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/ehr?sslmode=disable"
                        .formatted(Files.readString(data.resolve("postgres.port")).strip()),
                login,
                password);
    }

    private static Program.Finished command(String first, String... words) throws IOException {
        return Sallyport.program(
                        Stream.of(
                                        Stream.of(first),
                                        Stream.of(words),
                                        Stream.of("--data", data.toString()))
                                .flatMap(all -> all)
                                .toArray(String[]::new))
                .run();
    }
}
