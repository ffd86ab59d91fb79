package dev.sallyport.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of the programs the operating system's package installed. */
final class InstalledCluster implements Cluster {
    /** One call of a server program; initdb on a busy machine is the slowest. */
    private static final Duration CALL_WAIT = Duration.ofMinutes(2);

    private final PostgresRelease release;
    private final Path data;
    private final int port;

    private InstalledCluster(PostgresRelease release, Path data, int port) {
        this.release = release;
        this.data = data;
        this.port = port;
    }

    static InstalledCluster start(PostgresRelease release, Path data) throws IOException {
        var cluster = new InstalledCluster(release, data, FreePort.next());
        cluster.run("initdb", "-A", "trust", "-U", RealPostgres.ADMIN, "-E", "UTF-8", "-N");
        var settings = new StringBuilder();
        RealPostgres.SETTINGS.forEach(
                (name, value) -> settings.append(name).append(" = '").append(value).append("'\n"));
        settings.append("listen_addresses = '127.0.0.1'\n")
                .append("unix_socket_directories = ''\n")
                .append("port = ")
                .append(cluster.port)
                .append('\n');
        Files.writeString(data.resolve("postgresql.auto.conf"), settings);
        cluster.keep();
        return cluster;
    }

    /** A copy of a running one that follows it and only reads. */
    static InstalledCluster standby(InstalledCluster primary, Path data) throws IOException {
        var cluster = new InstalledCluster(primary.release, data, FreePort.next());
        cluster.run(
                "pg_basebackup",
                "-d",
                "host=127.0.0.1 user=" + RealPostgres.ADMIN + " port=" + primary.port,
                "-R",
                "-c",
                "fast");
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "port = " + cluster.port + "\n",
                StandardOpenOption.APPEND);
        cluster.keep();
        return cluster;
    }

    private void keep() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        begin();
    }

    void begin() throws IOException {
        run("pg_ctl", "start", "-w", "-l", data.resolve("log").toString());
    }

    /**
     * @param mode as pg_ctl names it
     */
    void stop(String mode) throws IOException {
        run("pg_ctl", "stop", "-w", "-m", mode);
    }

    void promote() throws IOException {
        run("pg_ctl", "promote", "-w");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Path data() {
        return data;
    }

    /** At once, and with all it wrote: what it held is not needed any more. */
    private void kill() {
        try {
            if (Files.exists(data.resolve("postmaster.pid"))) {
                stop("immediate");
            }
            Scratch.remove(data);
        } catch (IOException e) {
            System.err.println("PostgreSQL " + release.major() + " did not stop: " + e);
        }
    }

    /** PostgreSQL refuses root; in a user namespace of its own, root is nobody. */
    private void run(String program, String... arguments) throws IOException {
        Path file = Path.of("/usr/lib/postgresql", String.valueOf(release.major()), "bin", program);
        if (!Files.isExecutable(file)) {
            throw new IOException(
                    file
                            + " is missing: install postgresql-"
                            + release.major()
                            + ", or use .ci/run");
        }
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(file.toString());
        command.addAll(List.of("-D", data.toString()));
        command.addAll(Arrays.asList(arguments));
        await(command);
    }

    /** The output goes to a file: a server started by this inherits it, and never closes a pipe. */
    private void await(List<String> command) throws IOException {
        Path output = Files.createTempFile("sallyport-postgres", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            if (!process.waitFor(CALL_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + command, e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
        }
        Files.delete(output);
    }
}
