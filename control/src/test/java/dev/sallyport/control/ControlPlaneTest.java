package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.ServerCertificate;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what every page of the control plane shares, and what it takes to open it. */
final class ControlPlaneTest {
    private static Served served;

    @TempDir private Path folder;

    @BeforeAll
    static void open() {
        served = Served.open();
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @Test
    void saysThatItLivesAndIsReady() throws Exception {
        assertThat(served.get("/livez").body()).isEqualTo("ok\n");
        assertThat(served.get("/readyz").status()).isEqualTo(200);
        assertThat(served.get("/metrics").body())
                .contains("# TYPE sallyport_directory_sync_failures gauge");
    }

    @Test
    void tellsAnUnknownPageAsAProblem() throws Exception {
        Served.Answer answer = served.get("/nowhere");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asString()).isEqualTo("SP7103");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:sallyport:problem:SP7103");
        assertThat(answer.json().path("status").asInt()).isEqualTo(404);
    }

    @Test
    void refusesABodyThatIsTooLong() throws Exception {
        Served.Answer answer = served.post("/livez", "x".repeat((1 << 20) + 1));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("code").asString()).isEqualTo("SP7101");
    }

    @Test
    void tellsAWrongMethodAndAWrongFormAsProblems() throws Exception {
        assertThat(served.post("/livez", "x").body()).contains("SP7104");
        assertThat(served.send("GET", "/livez", null, "Accept", "image/png").body())
                .contains("SP7105");
    }

    @Test
    void tellsWhatReachesNoPageAsAProblemToo() throws Exception {
        for (String target : new String[] {"/%zz", "/livez?a=\u0001", "no-target"}) {
            String answer =
                    raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(answer).as(target).startsWith("HTTP/1.1 400");
            assertThat(answer).doesNotContain("Tomcat", "Exception", "\tat ");
        }
    }

    @Test
    void isClosedToWhoProvesNothing() throws Exception {
        Served.Answer answer = served.get("/api/v1/directory/sync");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("code").asString()).isEqualTo("SP7102");
    }

    @Test
    void listensToThisMachineOnlyUnlessToldAndThenProtected() {
        ControlSettings settings = Served.settings(served.settings().database());

        assertThatThrownBy(() -> opened(at(settings, "0.0.0.0", ControlSettings.Reach.LOOPBACK)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP6005");
        assertThatThrownBy(() -> opened(at(settings, "0.0.0.0", ControlSettings.Reach.NETWORK)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP6014");
    }

    @Test
    void saysThatAPortIsBusy() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ControlSettings settings = served.settings();
            ControlSettings there =
                    new ControlSettings(
                            settings.host(),
                            busy.getLocalPort(),
                            settings.reach(),
                            settings.tls(),
                            settings.database(),
                            settings.attributes(),
                            settings.keepAccounts(),
                            settings.heir());

            assertThatThrownBy(() -> opened(there)).hasMessageContaining("SP6002");
        }
    }

    @Test
    void speaksHttpsWithTheCertificateItIsGiven() throws Exception {
        ServerCertificate given =
                ServerCertificate.create(folder, "control", "-ext san=ip:127.0.0.1");
        ControlSettings settings = served.settings();
        ControlSettings secured =
                new ControlSettings(
                        settings.host(),
                        0,
                        settings.reach(),
                        Optional.of(new ControlSettings.Tls(given.certificate(), given.key())),
                        settings.database(),
                        settings.attributes(),
                        settings.keepAccounts(),
                        settings.heir());
        try (ControlPlane plane = opened(secured);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trusting(given.certificate())).build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "https://127.0.0.1:" + plane.port() + "/livez"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo("ok\n");
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void refusesAStateDatabaseOfANewerVersion() throws Exception {
        served.query(
                "INSERT INTO control.flyway_schema_history SELECT 999, '999', 'later', 'SQL',"
                        + " 'V999__later.sql', 0, 'x', now(), 1, true");
        try {
            assertThatThrownBy(() -> opened(served.settings()))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("SP7120")
                    .hasMessageContaining("999");
        } finally {
            served.query("DELETE FROM control.flyway_schema_history WHERE installed_rank = 999");
        }
    }

    /** Two steps are made at once; which of them is taken first is nobody's to know. */
    @Test
    void takesAStepThatCameAfterAHigherOne() throws Exception {
        served.query("DROP TABLE control.database_login");
        served.query("DELETE FROM control.flyway_schema_history WHERE version = '7'");

        served.reopen();

        assertThat(served.query("SELECT count(*) FROM control.database_login")).isEqualTo("0");
    }

    @Test
    void refusesAStateDatabaseThatDoesNotAnswer() {
        ControlSettings.StateDatabase nowhere =
                new ControlSettings.StateDatabase(
                        "jdbc:postgresql://127.0.0.1:1/none", "nobody", "hunter2");

        assertThatThrownBy(() -> opened(Served.settings(nowhere)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP3004")
                .hasMessageNotContaining("hunter2");
        assertThat(nowhere.toString()).doesNotContain("hunter2");
    }

    private static ControlPlane opened(ControlSettings settings) {
        return ControlPlane.open(settings, served.ports());
    }

    private static ControlSettings at(
            ControlSettings settings, String host, ControlSettings.Reach reach) {
        return new ControlSettings(
                host,
                0,
                reach,
                settings.tls(),
                settings.database(),
                settings.attributes(),
                settings.keepAccounts(),
                settings.heir());
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.plane().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
