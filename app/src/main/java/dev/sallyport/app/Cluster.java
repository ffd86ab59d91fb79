package dev.sallyport.app;

import dev.sallyport.gateway.UpstreamTarget;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.TargetDatabase;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The embedded PostgreSQL: on loopback only, with a password on every line of its host file. */
final class Cluster implements DatabaseServer, Closeable {
    static final String ADMINISTRATOR = "sallyport_admin";
    static final String HOST = "127.0.0.1";

    /** One person may hold ten connections; three hundred is thirty busy people. */
    private static final int MOST_CONNECTIONS = 300;

    /** A recovery after a crash of the sample takes one or two seconds. */
    private static final int START_SECONDS = 60;

    /** The port may be taken between our look and PostgreSQL's bind. */
    private static final int ATTEMPTS = 3;

    private static final int CONNECT_SECONDS = 10;

    private final Path home;
    private final Binaries binaries;
    private final RunAs identity;
    private final String password;
    private int port;

    private Cluster(Path home, Binaries binaries, RunAs identity, String password) {
        this.home = home;
        this.binaries = binaries;
        this.identity = identity;
        this.password = password;
    }

    /** Starts the one with the hospital, made from nothing where the directory is empty. */
    static Cluster start(DataDirectory directory, Keys keys) throws IOException {
        return start(directory, "postgres", keys);
    }

    /** Starts the one with Sallyport's own state, which nobody who is governed can reach. */
    static Cluster ofState(DataDirectory directory, Keys keys) throws IOException {
        return start(directory, "state", keys);
    }

    private static Cluster start(DataDirectory directory, String name, Keys keys)
            throws IOException {
        Path home = directory.resolve(name);
        Binaries binaries = Binaries.in(directory.resolve("run"));
        enterable(directory);
        RunAs identity = identity(home, binaries);
        Cluster cluster =
                new Cluster(home, binaries, identity, keys.password(name + "-administrator"));
        if (!Files.exists(home)) {
            cluster.initialise();
        }
        cluster.stopLeftOver();
        cluster.startServer(directory.resolve(name + ".port"));
        return cluster;
    }

    /** The identity PostgreSQL runs as must be able to pass through, and only that. */
    private static void enterable(DataDirectory directory) throws IOException {
        Files.setPosixFilePermissions(
                directory.path(), PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(
                directory.resolve("run"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static RunAs identity(Path home, Binaries binaries) throws IOException {
        List<String> probe = List.of(binaries.program("postgres").toString(), "--version");
        return RunAs.choose(home, probe)
                .orElseThrow(() ->
                        refused(
                                "PostgreSQL must not run as root, and no other identity can",
                                "start as another user, or allow setpriv or user" + " namespaces"));
    }

    private void initialise() throws IOException {
        Folders.ours(home);
        Path secret = home.resolve("secret");
        Folders.write(secret, password.getBytes(StandardCharsets.US_ASCII));
        identity.take(secret);
        identity.take(home);
        Tool initdb =
                run(
                        "initdb",
                        "--pgdata=" + data(),
                        "--username=" + ADMINISTRATOR,
                        "--pwfile=" + secret,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions");
        Files.delete(secret);
        if (!initdb.succeeded()) {
            throw failed("cannot be initialised", initdb.output());
        }
    }

    /** After a kill -9 of the process that started it, PostgreSQL runs on: this one, by its id. */
    private void stopLeftOver() throws IOException {
        Optional<ProcessHandle> leftOver = postmaster();
        if (leftOver.isPresent()) {
            stop("fast");
        }
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        Path pidFile = data().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        boolean thisFolder = lines.size() > 1 && lines.get(1).equals(data().toString());
        return thisFolder
                ? ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(this::isPostgres)
                : Optional.empty();
    }

    /** A process id is soon given to another program. */
    private boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(name -> name.endsWith("/postgres")).orElse(true);
    }

    private void startServer(Path portFile) throws IOException {
        String output = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            port = choosePort(portFile);
            Tool started =
                    run(
                            "pg_ctl",
                            "start",
                            "--wait",
                            "--timeout=" + START_SECONDS,
                            "--pgdata=" + data(),
                            "--log=" + log(),
                            "--options=" + options());
            if (started.succeeded()) {
                return;
            }
            output = started.output() + lastWords();
        }
        throw failed("does not start", output);
    }

    private int choosePort(Path portFile) throws IOException {
        if (Files.exists(portFile)) {
            int remembered = Integer.parseInt(Files.readString(portFile).strip());
            if (Ports.isFree(HOST, remembered)) {
                return remembered;
            }
        }
        int free = freePort();
        Folders.write(portFile, (free + "\n").getBytes(StandardCharsets.US_ASCII));
        return free;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        }
    }

    /** On the command line, where no ALTER SYSTEM reaches; fsync stays on, as PostgreSQL has it. */
    private String options() {
        List<String> settings =
                List.of(
                        "port=" + port,
                        "listen_addresses=" + HOST,
                        "unix_socket_directories=",
                        "max_connections=" + MOST_CONNECTIONS,
                        "password_encryption=scram-sha-256",
                        "timezone=UTC",
                        "log_timezone=UTC",
                        // No replication, so no replication connection either.
                        "wal_level=minimal",
                        "max_wal_senders=0",
                        // Statements and the values in their errors stay out of the log file.
                        "log_min_messages=log",
                        "log_min_error_statement=panic",
                        "log_error_verbosity=terse",
                        "log_statement=none");
        StringBuilder options = new StringBuilder();
        settings.forEach(one -> options.append("-c '").append(one).append("' "));
        return options.toString().strip();
    }

    int port() {
        return port;
    }

    /** A connection as the administrator; nobody else has the password. */
    Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", ADMINISTRATOR);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "sallyport");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        // A server's DETAIL can quote a row.
        properties.setProperty("logServerErrorDetail", "false");
        return DriverManager.getConnection(url(database), properties);
    }

    String password() {
        return password;
    }

    @Override
    public UpstreamTarget upstream() {
        return UpstreamTarget.plain(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
    }

    @Override
    public ServerConfig.Accounts accounts() {
        return ServerConfig.Accounts.SCRAM;
    }

    @Override
    public Optional<String> firstPassword() {
        return Optional.of(Demo.PASSWORD);
    }

    @Override
    public TargetDatabase target(String database) {
        return new TargetDatabase(database, url(database), ADMINISTRATOR, password);
    }

    String url(String database) {
        // A database's name comes from the policy, and a URL has its own words.
        return "jdbc:postgresql://%s:%d/%s?sslmode=disable&gssEncMode=disable"
                .formatted(HOST, port, URLEncoder.encode(database, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        stop("fast");
    }

    private void stop(String mode) throws IOException {
        Tool stopped =
                run(
                        "pg_ctl",
                        "stop",
                        "--wait",
                        "--timeout=" + START_SECONDS,
                        "--pgdata=" + data(),
                        "--mode=" + mode);
        if (!stopped.succeeded() && mode.equals("fast") && postmaster().isPresent()) {
            stop("immediate");
        }
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path log() {
        return home.resolve("server.log");
    }

    private Tool run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(identity.prefix());
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        return Tool.run(command, binaries.folder());
    }

    private String lastWords() throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    private Refused failed(String what, String output) {
        return Trouble.meansFull(output)
                ? new Refused(Trouble.full(home))
                : refused("PostgreSQL " + what, "its own words are in `" + log() + "`");
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP6006, message, instead));
    }
}
