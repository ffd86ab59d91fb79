package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page {@code your-own-database.md}, done as it stands there. */
final class OwnDatabaseTest {
    private static final int DIFFERS = 2;
    private static final String PASSWORD = "a long one that nobody types";

    /** A start on a busy machine. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final Pattern FILE =
            Pattern.compile("(?si)in `/etc/sallyport/([^`]+)`[^`]*:\\n\\n```yaml\\n(.*?)```");

    @TempDir private Path folder;
    private OwnPostgres postgres;
    private String page;
    private int port;

    @BeforeEach
    void startAServerThatIsInUse() throws Exception {
        postgres = OwnPostgres.start();
        ServerCertificate database =
                ServerCertificate.create(folder, "database-ca", ServerCertificate.HERE);
        ServerCertificate gateway =
                ServerCertificate.create(folder, "gateway", ServerCertificate.HERE);
        Files.copy(gateway.certificate(), folder.resolve("gateway.crt"));
        Files.writeString(
                postgres.data().resolve("pg_hba.conf"),
                """
                host    all postgres 127.0.0.1/32 trust
                hostssl all all      127.0.0.1/32 scram-sha-256
                """);
        postgres.set("ssl", "on");
        postgres.set("ssl_cert_file", database.certificate().toString());
        postgres.set("ssl_key_file", database.key().toString());
        postgres.restart();
        run("postgres", "CREATE DATABASE ehr");
        run(
                "ehr",
                "CREATE ROLE billing LOGIN PASSWORD 'its own'; CREATE SCHEMA care; CREATE TABLE"
                        + " care.patients (id int PRIMARY KEY, last_name text, ssn text);"
                        + " INSERT INTO care.patients VALUES (1, 'Quinn', '900-01-0001');"
                        + " GRANT USAGE ON SCHEMA care TO billing;"
                        + " GRANT SELECT ON care.patients TO billing");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        page =
                Files.readString(Project.ROOT.resolve("docs/how-to/your-own-database.md"))
                        .replace("db.hospital.example:5432", "localhost:" + postgres.port())
                        .replace("port: 15432", "port: " + port);
        run("ehr", block("sql"));
        Files.writeString(folder.resolve("database-password"), PASSWORD);
        Files.setPosixFilePermissions(
                folder.resolve("database-password"), PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    private String block(String language) {
        return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isDoneAsThePageSays() throws Exception {
        done(command("adopt"), 0);
        for (MatchResult file : FILE.matcher(page).results().toList()) {
            Files.writeString(folder.resolve(file.group(1)), file.group(2));
        }
        done(command("policy check"), 0);
        Program.Finished lacking = done(command("doctor"), DIFFERS);
        for (String statement :
                lacking.output()
                        .lines()
                        .dropWhile(line -> !line.startsWith("Have somebody"))
                        .skip(1)
                        .toList()) {
            run("ehr", statement);
        }
        assertThat(done(command("config show"), 0).output())
                .containsPattern("listen.port +" + port + " +sallyport.yaml:6:9")
                .containsPattern("limits.warm +10 +default");
        done(command("plan"), DIFFERS);
        done(command("apply"), 0);
        done(command("plan"), 0);
        serves();
        done(command("audit verify"), 0);
        Files.writeString(
                folder.resolve("sallyport.yaml"),
                Files.readString(folder.resolve("sallyport.yaml"))
                        .replace("target:", "target:\n  accounts: certificate"));
        assertThat(done(command("secrets authority"), 0).output())
                .containsPattern("(?s)(-----BEGIN CERTIFICATE-----.*){2}");
        assertThat(asBilling()).isEqualTo("900-01-0001");
    }

    private void serves() throws Exception {
        Path output = folder.resolve("server.out");
        Process server = program(command("server")).start(output);
        try {
            long begun = System.nanoTime();
            while (!Files.readString(output).contains("Listening on ")) {
                String said = Files.readString(output);
                assertThat(server.isAlive()).as(said).isTrue();
                assertThat(System.nanoTime() - begun).as(said).isLessThan(START.toNanos());
                server.waitFor(50, TimeUnit.MILLISECONDS);
            }
            String token =
                    done(command("token issue"), 0).output().lines().findFirst().orElseThrow();
            try (Connection nora =
                    DriverManager.getConnection(
                            "jdbc:postgresql://localhost:%d/ehr?sslmode=verify-full&sslrootcert=%s"
                                    .formatted(port, folder.resolve("gateway.crt")),
                            "nora",
                            token)) {
                assertThat(Rows.of(nora, "SELECT last_name, ssn FROM patients"))
                        .containsExactly("Quinn|***-**-0001");
                assertThat(done(command("session ls"), 0).output()).contains(" nora ");
                done(command("secrets rotate"), 0);
                done(command("drift"), 0);
                assertThat(Rows.of(nora, "SELECT session_user")).containsExactly("nora");
            }
        } finally {
            server.destroy();
            assertThat(server.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.exitValue()).as(Files.readString(output)).isZero();
    }

    /** Who was there before keeps what they had. */
    private String asBilling() throws SQLException {
        try (Connection billing =
                DriverManager.getConnection(
                        "jdbc:postgresql://localhost:%d/ehr?sslmode=require"
                                .formatted(postgres.port()),
                        "billing",
                        "its own")) {
            return Rows.of(billing, "SELECT ssn FROM care.patients").getFirst();
        }
    }

    /** The page's own words that begin so. */
    private List<String> command(String begins) throws IOException {
        String written =
                page.lines()
                        .filter(line -> line.startsWith("$ sallyport " + begins + " "))
                        .findFirst()
                        .orElseThrow();
        return words(
                written.substring("$ sallyport ".length())
                        .replace("/etc/sallyport", folder.toString()));
    }

    /** As a shell cuts the line. */
    private static List<String> words(String line) throws IOException {
        return Program.of("bash", "-c", "printf '%s\\n' " + line).run().output().lines().toList();
    }

    private static Program program(List<String> words) {
        return Sallyport.program(words.toArray(String[]::new)).with("PGPASSWORD", PASSWORD);
    }

    private static Program.Finished done(List<String> words, int exit) throws IOException {
        Program.Finished finished = program(words).run();
        assertThat(finished.exit()).as(finished.output()).isEqualTo(exit);
        return finished;
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
