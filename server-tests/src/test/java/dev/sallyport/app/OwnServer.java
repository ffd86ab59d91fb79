package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.AuditRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.Need;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.ServerCertificate;
import dev.sallyport.testkit.TokenPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A PostgreSQL that others run, with two databases and an administrator who is no superuser, and
 * the files an operator writes for a Sallyport before it.
 */
final class OwnServer implements AutoCloseable {
    private static final String PASSWORD = "of the administrator";

    private static final String POLICY =
            """
            version: 1
            databases:
              ehr: {engine: postgresql, manage: {schemas: [s]}}
              lab: {engine: postgresql, manage: {schemas: [s]}}
            classes: {ops.plain: {label: Plain, risk: low}}
            columns:
              ehr.s.visits: {id: ops.plain, note: ops.plain}
              lab.s.samples: {id: ops.plain, result: ops.plain}
            scopes: {all_rows: {}}
            purposes: {treatment: {code: TREAT, label: Treating}}
            roles:
              both: {owner: o@h.example, reason: Both., purposes: [treatment], allow: [{on: [ehr, lab], rows: all_rows, see: [ops.plain]}]}
              visits: {owner: o@h.example, reason: Visits., purposes: [treatment], allow: [{on: ehr, rows: all_rows, see: [ops.plain]}]}
            assignments:
              - {group: all, role: both, until: review}
              - {group: ward, role: visits, until: review}
            """;

    private static final String PEOPLE =
            """
            version: 1
            people:
              ada: {name: Ada, groups: [all]}
              wim: {name: Wim, groups: [ward]}
            """;

    private final Path folder;
    private final OwnPostgres postgres;
    private final ServerCertificate certificate;
    private final Commands commands = new Commands(Clock.systemUTC(), new Checkout(Project.ROOT));
    private final StringWriter said = new StringWriter();

    private OwnServer(Path folder, OwnPostgres postgres, ServerCertificate certificate) {
        this.folder = folder;
        this.postgres = postgres;
        this.certificate = certificate;
    }

    static OwnServer start(Path folder) throws Exception {
        OwnServer server =
                new OwnServer(
                        folder,
                        OwnPostgres.start(),
                        ServerCertificate.create(folder, "database", ServerCertificate.HERE));
        server.furnish();
        return server;
    }

    private void furnish() throws Exception {
        letIn("");
        postgres.set("ssl", "on");
        show(certificate);
        run("postgres", "CREATE DATABASE ehr");
        run("postgres", "CREATE DATABASE \"LAB_PROD\"");
        run("ehr", "CREATE SCHEMA s CREATE TABLE visits (id int PRIMARY KEY, note text)");
        run("ehr", "INSERT INTO s.visits VALUES (1, 'well')");
        run("LAB_PROD", "CREATE SCHEMA s CREATE TABLE samples (id int PRIMARY KEY, result text)");
        run("LAB_PROD", "INSERT INTO s.samples VALUES (1, 'fine')");
        Files.createDirectory(folder.resolve("policy"));
        Files.writeString(folder.resolve("policy/all.yaml"), POLICY);
        Files.writeString(folder.resolve("people.yaml"), PEOPLE);
        run("postgres", "CREATE ROLE keeper LOGIN");
        changePassword(PASSWORD);
        for (String database : new String[] {"ehr", "LAB_PROD"}) {
            giveWhatDoctorAsksFor(database);
        }
    }

    /** Whom the server lets in how, from its next start on; what is said first holds. */
    void letIn(String first) throws IOException {
        Files.writeString(
                postgres.data().resolve("pg_hba.conf"),
                """
                host    all         postgres 127.0.0.1/32 trust
                host    replication postgres 127.0.0.1/32 trust
                %s
                hostssl all         all      127.0.0.1/32 scram-sha-256
                """
                        .formatted(first));
    }

    /** What the database server shows from now on. */
    void show(ServerCertificate shown) throws IOException {
        postgres.set("ssl_cert_file", shown.certificate().toString());
        postgres.set("ssl_key_file", shown.key().toString());
        postgres.restart();
    }

    /** Of the administrator, in the database and in the file that the configuration names. */
    void changePassword(String password) throws IOException, SQLException {
        run("postgres", "ALTER ROLE keeper PASSWORD '" + password + "'");
        Folders.write(folder.resolve("password"), password.getBytes(StandardCharsets.UTF_8));
    }

    Exit drift() throws Exception {
        return perform(new Request.DriftList(data(), Request.Form.TEXT, Request.Watching.OFF));
    }

    private void giveWhatDoctorAsksFor(String database) throws SQLException {
        run("postgres", "GRANT CONNECT ON DATABASE \"" + database + "\" TO keeper");
        var door =
                new Provisioner(
                        new TargetDatabase(
                                database.equals("ehr") ? "ehr" : "lab",
                                "jdbc:postgresql://localhost:%d/%s?sslmode=require"
                                        .formatted(postgres.port(), database),
                                "keeper",
                                PASSWORD),
                        _ -> "none");
        for (Need need : door.examine(policy()).needs()) {
            if (!need.met()) {
                run(database, need.gives());
            }
        }
    }

    private Policy policy() {
        return switch (PolicyReader.read(folder.resolve("policy"))) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }

    OwnPostgres postgres() {
        return postgres;
    }

    ServerCertificate certificate() {
        return certificate;
    }

    Path data() {
        return folder.resolve("data");
    }

    void run(String database, String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Asks whether its record is whole. */
    static Request verify(Path data) {
        return new AuditRequest.Verify(
                data,
                Optional.empty(),
                AuditRequest.Signer.NAMED,
                Optional.empty(),
                Optional.empty());
    }

    /** The file of the usual server, with more lines of `target:` and at the end. */
    Path config(String hosts, String target, String more) throws IOException {
        return Files.writeString(
                folder.resolve("sallyport.yaml"),
                """
                version: 1
                policy: policy
                target:
                  hosts: "%s"
                  databases: {lab: LAB_PROD}
                  administrator: keeper
                  password: {file: password}
                %s
                listen: {port: %d, plaintext: nobody}
                %s
                """
                        .formatted(hosts, target.indent(2), FreePort.next(), more));
    }

    Path config() throws IOException {
        return config(
                "localhost:" + postgres.port(), "authority: " + certificate.certificate(), "");
    }

    /** With a control plane, and a platform whose tokens are believed; prepared and applied. */
    Path governed(int control, TokenPlatform platform) throws Exception {
        Path config =
                config(
                        "localhost:" + postgres.port(),
                        "authority: " + certificate.certificate(),
                        """
                        role: both
                        control: {port: %d}
                        workloads:
                          cluster: {issuer: "%s", audience: sallyport}
                        """
                                .formatted(control, platform.issuer()));
        prepare(config);
        assertThat(apply()).as(said()).isEqualTo(Exit.DONE);
        return config;
    }

    /** A server in this process, until it is closed. */
    Serving serve(Path config, Running running) throws IOException {
        return new Server(
                        ConfigReader.read(config, Map.of()),
                        new Checkout(Project.ROOT),
                        Clock.systemUTC())
                .open(running, Terminal.silent());
    }

    Exit perform(Request request) throws Exception {
        PrintWriter out = new PrintWriter(said);
        Exit exit = commands.perform(request, new Terminal(out, out));
        out.flush();
        return exit;
    }

    Exit plan() throws Exception {
        return perform(
                new Request.Plan(
                        data(),
                        Optional.empty(),
                        Request.Detail.SUMMARY,
                        Request.Form.TEXT,
                        Optional.empty(),
                        Optional.empty()));
    }

    Exit apply() throws Exception {
        return perform(new Request.ApplyPolicy(data(), Optional.empty(), Optional.empty()));
    }

    void prepare(Path config) {
        assertThat(commands.data(config)).isEqualTo(data());
    }

    /** What was said last, and nothing of it again. */
    String said() {
        String text = said.toString();
        said.getBuffer().setLength(0);
        return text;
    }

    /** A password for one login, from the server that runs. */
    String token(String login) throws Exception {
        said();
        perform(new Request.TokenIssue(data(), login, java.time.Duration.ofMinutes(5)));
        return said().lines().findFirst().orElseThrow();
    }

    Connection connect(Serving serving, String database, String login, String token)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login);
        properties.setProperty("password", token);
        properties.setProperty("sslmode", "require");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(serving.gateway().address().getPort(), database),
                properties);
    }

    static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
