package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.gateway.AccountCertificate;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in front of a database server that was there before it. */
class ServerTest {
    @TempDir static Path folder;
    private static OwnServer own;

    /** Refused before the first apply, and all right after it. */
    @BeforeAll
    static void start() throws Exception {
        own = OwnServer.start(folder);
        Path config = own.config();
        own.prepare(config);
        assertThatThrownBy(() -> serveNothing(config)).hasMessageContaining("SP6015 ");
        assertThat(own.plan()).isEqualTo(Exit.DIFFERS);
        assertThat(own.apply()).isEqualTo(Exit.DONE);
        assertThat(own.plan()).isEqualTo(Exit.DONE);
    }

    private static void serveNothing(Path config) throws Exception {
        try (Running running = new Running()) {
            own.serve(config, running);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        own.close();
    }

    @Test
    void servesTwoDatabasesOfOneServer() throws Exception {
        try (Running running = new Running()) {
            Serving serving = own.serve(own.config(), running);
            String ada = own.token("ada");
            try (Connection ehr = own.connect(serving, "ehr", "ada", ada);
                    Connection lab = own.connect(serving, "lab", "ada", ada)) {
                assertThat(OwnServer.one(ehr, "SELECT note FROM visits")).isEqualTo("well");
                assertThat(OwnServer.one(lab, "SELECT result FROM samples")).isEqualTo("fine");
                assertThat(OwnServer.one(ehr, "SELECT ssl FROM pg_stat_ssl")).isEqualTo("t");
                assertThat(own.plan()).isEqualTo(Exit.DONE);
                assertThat(own.perform(new Request.RotateSecrets(own.data()))).isEqualTo(Exit.DONE);
                assertThat(OwnServer.one(ehr, "SELECT session_user")).isEqualTo("ada");
                own.said();
                own.perform(
                        new Request.SessionList(
                                own.data(), Request.Form.TEXT, Request.Watching.OFF));
                assertThat(own.said().lines().filter(line -> line.contains(" ada "))).hasSize(2);
            }
            own.changePassword("another one");
            own.postgres().restart();
            assertThat(own.plan()).as(own.said()).isEqualTo(Exit.DONE);
            assertThat(own.drift()).as(own.said()).isNotEqualTo(Exit.FAILED);
        }
        assertThat(own.drift()).as(own.said()).isNotEqualTo(Exit.FAILED);
        assertThat(own.perform(OwnServer.verify(own.data()))).isEqualTo(Exit.DONE);
    }

    @Test
    void keepsItsFolderFromADemo() {
        assertThatThrownBy(() ->
                        own.perform(
                                new Request.Demo(
                                        own.data(),
                                        Request.Story.SERVE,
                                        Request.Keeping.START_OVER,
                                        50,
                                        "127.0.0.1",
                                        FreePort.next(),
                                        0,
                                        Optional.empty(),
                                        Optional.empty())))
                .hasMessageContaining("SP6003 ")
                .hasMessageContaining("is the data directory of a server");
        assertThat(own.data().resolve("keys/accounts")).exists();
    }

    @Test
    void namesNobodyWhereThePolicyHasNoSubject() {
        Request saw =
                new Request.Saw(own.data(), "42", Optional.empty(), List.of(), Request.Form.TEXT);
        assertThatThrownBy(() -> own.perform(saw)).hasMessageContaining("SP5004 ");
    }

    @Test
    void goesToNoServerThatProvesNothing() throws Exception {
        ServerCertificate other = ServerCertificate.create(folder, "other", ServerCertificate.HERE);
        Path wrong =
                own.config(
                        "localhost:" + own.postgres().port(),
                        "authority: " + other.certificate(),
                        "");

        assertThatThrownBy(own::plan).hasMessageContaining("SP3004 ");
        try (Running running = new Running()) {
            Serving serving = own.serve(wrong, running);
            String ada = own.token("ada");
            assertThatThrownBy(() -> own.connect(serving, "ehr", "ada", ada))
                    .hasMessageContaining("SP4060 ")
                    .hasMessageContaining("not signed by the authority");
        }
        ServerCertificate elsewhere =
                ServerCertificate.create(folder, "elsewhere", "-ext san=dns:db.example");
        own.show(elsewhere);
        Path misnamed =
                own.config(
                        "localhost:" + own.postgres().port(),
                        "authority: " + elsewhere.certificate(),
                        "");
        assertThatThrownBy(own::plan).hasMessageContaining("SP3004 ");
        try (Running running = new Running()) {
            Serving serving = own.serve(misnamed, running);
            String ada = own.token("ada");
            assertThatThrownBy(() -> own.connect(serving, "ehr", "ada", ada))
                    .hasMessageContaining("SP4060 ")
                    .hasMessageContaining("for another host");
        } finally {
            own.show(own.certificate());
        }
    }

    @Test
    void opensAccountsByCertificateWhereTheServerAsksForOneAndBySecretElsewhere() throws Exception {
        own.config();
        assertThatThrownBy(() -> own.perform(new Request.ShowAuthority(own.data())))
                .hasMessageContaining("SP6016 ");
        Path config =
                own.config(
                        "localhost:" + own.postgres().port(),
                        "authority: " + own.certificate().certificate() + "\naccounts: certificate",
                        "");
        own.said();
        own.perform(new Request.ShowAuthority(own.data()));
        Path authority = Files.writeString(folder.resolve("accounts.pem"), own.said());
        own.postgres().set("ssl_ca_file", own.certificate().certificate().toString());
        own.letIn("hostssl LAB_PROD wim 127.0.0.1/32 trust");
        own.postgres().restart();
        try (Running running = new Running()) {
            Serving serving = own.serve(config, running);
            assertThat(shown(serving, "ehr", "ada", own.token("ada"))).isNull();
            assertThatThrownBy(() -> own.connect(serving, "lab", "wim", own.token("wim")))
                    .hasMessageContaining("it lets anybody in without a proof");
        }
        own.postgres().set("ssl_ca_file", authority.toString());
        own.letIn("hostssl ehr ada,wim 127.0.0.1/32 cert");
        own.postgres().restart();
        try (Running running = new Running()) {
            Serving serving = own.serve(config, running);
            String ada = own.token("ada");
            assertThat(shown(serving, "ehr", "ada", ada)).isEqualTo("/CN=ada");
            assertThat(shown(serving, "ehr", "wim", own.token("wim"))).isEqualTo("/CN=wim");
            try (Connection lab = own.connect(serving, "lab", "ada", ada)) {
                assertThat(OwnServer.one(lab, "SELECT result FROM samples")).isEqualTo("fine");
            }

            assertThat(own.perform(new Request.RotateSecrets(own.data()))).isEqualTo(Exit.DONE);
            assertThat(shown(serving, "ehr", "ada", ada)).isEqualTo("/CN=ada");
        }
        assertThat(straight("ada")).isEqualTo("ada");
        assertThatThrownBy(() -> straight("wim"))
                .hasMessageContaining("certificate authentication failed for user \"wim\"");
        own.letIn("");
        own.postgres().restart();
    }

    /** Whom the database knows the session by. */
    private static String shown(Serving serving, String database, String login, String token)
            throws Exception {
        try (Connection person = own.connect(serving, database, login, token)) {
            return OwnServer.one(
                    person, "SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        }
    }

    /** Straight to the database, with what stands for ada. */
    private static String straight(String login) throws Exception {
        Keys keys = Keys.in(own.data().resolve("keys"), new SecureRandom());
        AccountCertificate ada =
                new AccountCertificates(keys, Epochs.in(keys.file("epoch")), Clock.systemUTC())
                        .of("ada")
                        .getFirst();
        Path certificate = folder.resolve("ada.pem");
        Path key = folder.resolve("ada.pk8");
        Files.writeString(
                certificate, ServerCertificate.pem("CERTIFICATE", ada.certificate().getEncoded()));
        Folders.write(key, ada.key().getEncoded());
        try (Connection person =
                DriverManager.getConnection(
                        "jdbc:postgresql://localhost:%d/ehr?sslmode=require&sslcert=%s&sslkey=%s"
                                .formatted(own.postgres().port(), certificate, key),
                        login,
                        "")) {
            return OwnServer.one(person, "SELECT session_user");
        }
    }

    @Test
    void startsWithoutItsDatabaseAndFollowsAFailover() throws Exception {
        try (OwnPostgres standby = own.postgres().standby();
                Running running = new Running()) {
            Path config =
                    own.config(
                            "localhost:%d,localhost:%d"
                                    .formatted(own.postgres().port(), standby.port()),
                            "authority: " + own.certificate().certificate(),
                            "limits: {patience: 1s}");
            own.postgres().stop();
            Serving serving = own.serve(config, running);
            String ada = own.token("ada");
            assertThatThrownBy(() -> own.connect(serving, "ehr", "ada", ada))
                    .hasMessageContaining("SP406");
            assertThat(own.plan()).isEqualTo(Exit.FAILED);
            assertThat(own.said()).contains("SP3004 ");

            own.postgres().begin();
            try (Connection ehr = own.connect(serving, "ehr", "ada", ada)) {
                assertThat(OwnServer.one(ehr, "SELECT note FROM visits")).isEqualTo("well");
            }
            own.postgres().stop();
            standby.promote();
            try (Connection ehr = own.connect(serving, "ehr", "ada", ada)) {
                assertThat(OwnServer.one(ehr, "SELECT note FROM visits")).isEqualTo("well");
            }
            assertThat(own.plan()).as(own.said()).isEqualTo(Exit.DONE);
        } finally {
            own.postgres().begin();
        }
    }
}
