package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code sallyport demo} in a process of its own, as somebody would start it. */
final class RunningDemo implements AutoCloseable {
    /** A first start unpacks PostgreSQL and invents a hospital, on a busy machine. */
    private static final Duration START = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 60;

    /** The last thing it says when everything is open. */
    private static final String READY = "Ctrl-C stops";

    private final Process process;
    private final Path data;
    private final int port;
    private final int controlPort;

    private RunningDemo(Process process, Path data, int port, int controlPort) {
        this.controlPort = controlPort;
        this.process = process;
        this.data = data;
        this.port = port;
    }

    static RunningDemo start(Path data) throws IOException, InterruptedException {
        return start(data, SampleHospital.FOLDER.resolve("policy"));
    }

    static RunningDemo start(Path data, Path policy) throws IOException, InterruptedException {
        return start(data, policy, "");
    }

    static RunningDemo start(Path data, Path policy, String javaOptions)
            throws IOException, InterruptedException {
        return start(data, policy, javaOptions, 0);
    }

    /** The whole server, the control plane with it. */
    static RunningDemo withControlPlane(Path data, Path policy)
            throws IOException, InterruptedException {
        return start(data, policy, "", FreePort.next());
    }

    private static RunningDemo start(Path data, Path policy, String javaOptions, int controlPort)
            throws IOException, InterruptedException {
        int port = FreePort.next();
        Path output = data.resolveSibling("demo-" + port + ".out");
        Process process =
                Sallyport.program(
                                "demo",
                                "--data",
                                data.toString(),
                                "--port",
                                String.valueOf(port),
                                "--control-port",
                                String.valueOf(controlPort),
                                "--patients",
                                "50",
                                "--policy",
                                policy.toString())
                        .with("JDK_JAVA_OPTIONS", javaOptions)
                        .start(output);
        long begun = System.nanoTime();
        while (!Files.readString(output).contains(READY)) {
            String said = Files.readString(output);
            assertThat(process.isAlive()).as(said).isTrue();
            assertThat(System.nanoTime() - begun).as(said).isLessThan(START.toNanos());
            process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
        return new RunningDemo(process, data, port, controlPort);
    }

    Connection connect(String login) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&preferQueryMode=simple"
                                .formatted(port, SampleHospital.DATABASE)
                        + "&socketTimeout=20",
                login,
                SampleHospital.PASSWORD);
    }

    int port() {
        return port;
    }

    int controlPort() {
        return controlPort;
    }

    long pid() {
        return process.pid();
    }

    Path record() {
        return data.resolve("audit");
    }

    /** Kill -9: nothing of it runs another instruction. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** What Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The database the demo started, by its own word; empty when it has stopped. */
    static List<ProcessHandle> postgres(Path data) throws IOException {
        Path pidFile = data.resolve("postgres/data/postmaster.pid");
        if (!Files.exists(pidFile)) {
            return List.of();
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).stream().toList();
    }

    /**
     * As the account that Sallyport administers it by, whether the demo runs or only its database.
     */
    static Connection asAdministrator(Path data, String database) throws IOException, SQLException {
        byte[] key =
                Base64.getDecoder()
                        .decode(Files.readString(data.resolve("keys/postgres-administrator")));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/%s?sslmode=disable&ApplicationName=dba"
                        .formatted(
                                Files.readString(data.resolve("postgres.port")).strip(), database),
                "sallyport_admin",
                Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    }
}
