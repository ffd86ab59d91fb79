package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People come in with a token or a certificate of their own, by the clients they have. */
final class SignInTest {
    /** The gateway looks for new certificates every second. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String WHO = "SELECT current_user, min(ssn) FROM patients";

    @TempDir Path folder;

    @Test
    void letsPeopleInByTokenAndByCertificate() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder.resolve("data"))) {
            tokens(demo.port());
            certificates(demo.port());
        }
        assertThat(sallyport("token", "ls").output()).startsWith("SP4041 ");
    }

    private void tokens(int port) throws IOException {
        Program.Finished issued = sallyport("token", "issue", "nora", "--for", "30m");
        assertThat(issued.exit()).as(issued.output()).isZero();
        String secret = issued.output().lines().findFirst().orElseThrow();
        assertThat(secret).matches("sp_[0-9a-f]{8}_[A-Za-z0-9_-]{43}");
        String id = secret.substring(3, 11);
        assertThat(sallyport("token", "ls").output()).containsPattern(id + ".* never");

        assertThat(psql(port, "nora").with("PGPASSWORD", secret).run().output())
                .startsWith("nora|***-**-");
        assertThat(psql(port, "omar").with("PGPASSWORD", secret).run().exit()).isEqualTo(2);
        assertThat(sallyport("token", "ls").output()).contains(id, "nora").doesNotContain(secret);
        assertThat(sallyport("token", "ls", "--json").output())
                .contains("\"id\" : \"" + id)
                .contains("\"last_used\" : \"20");

        assertThat(sallyport("token", "revoke", id).output()).startsWith("Revoked " + id);
        assertThat(psql(port, "nora").with("PGPASSWORD", secret).run().exit()).isEqualTo(2);
        assertThat(sallyport("token", "revoke", id).output()).startsWith("SP6011 ");
        assertThat(sallyport("token", "issue", "nobody").output()).startsWith("SP6011 ");
        assertThat(sallyport("token", "issue", "nora", "--for", "900h").output())
                .startsWith("SP6011 ");
        assertThat(sallyport("audit", "show").output())
                .contains("token.issued", "token.revoked")
                .doesNotContain(secret);
    }

    private void certificates(int port) throws IOException {
        Path tls = Files.createDirectories(folder.resolve("data/tls"));
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -subj /CN=People -keyout ca.key -out ca.crt");
        certify("nora");
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -subj /CN=nora -keyout false.key -out false.crt");
        Files.copy(folder.resolve("ca.crt"), tls.resolve("clients.crt"));

        awaitCertificates(port);
        assertThat(psql(port, "nora", "nora").run().output()).startsWith("nora|***-**-");
        assertThat(psql(port, "omar", "nora").run().output())
                .contains("SP4012 the certificate you show is not one of `omar` now");
        assertThat(psql(port, "nora", "false").run().exit()).isEqualTo(2);
        assertThat(psql(port, "nora").with("PGPASSWORD", SampleHospital.PASSWORD).run().output())
                .startsWith("nora|***-**-");
    }

    private void awaitCertificates(int port) throws IOException {
        long begun = System.nanoTime();
        while (psql(port, "nora", "nora").run().exit() != 0) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
        }
    }

    private void certify(String login) throws IOException {
        openssl(
                "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN="
                        + (login + " -keyout " + login + ".key -out " + login + ".csr"));
        openssl(
                "x509 -req -days 1 -CA ca.crt -CAkey ca.key -CAcreateserial -in "
                        + (login + ".csr -out " + login + ".crt"));
    }

    private void openssl(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
        for (String word : arguments.split(" ", -1)) {
            command.add(
                    word.matches("\\w+\\.(key|crt|csr)") ? folder.resolve(word).toString() : word);
        }
        Program.Finished done =
                Program.fromPackage("openssl", command.toArray(String[]::new)).run();
        assertThat(done.exit()).as(done.output()).isZero();
    }

    /** With a certificate and its key, and no password. */
    private Program psql(int port, String login, String certificate) {
        return psql(port, login)
                .with("PGPASSWORD", "")
                .with("PGSSLCERT", folder.resolve(certificate + ".crt").toString())
                .with("PGSSLKEY", folder.resolve(certificate + ".key").toString());
    }

    private Program psql(int port, String login) {
        return Program.fromPackage("postgresql-client", "/usr/bin/psql", "-XAtwc", WHO)
                .with("PGHOST", "127.0.0.1")
                .with("PGPORT", String.valueOf(port))
                .with("PGDATABASE", SampleHospital.DATABASE)
                .with("PGUSER", login)
                .with("PGSSLMODE", "require")
                .with("PGOPTIONS", "-c sallyport.notice=off");
    }

    private Program.Finished sallyport(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Sallyport.program(all.toArray(String[]::new)).run();
    }
}
