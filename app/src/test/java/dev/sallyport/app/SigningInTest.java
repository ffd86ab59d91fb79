package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.testkit.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * `login` and `client` against pages that answer as the control plane does (held to that by {@code
 * SignInPagesTest} of control) and clients that use what they wrote.
 */
final class SigningInTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final String SECRET = "sp_0a1b2c3d_not:any\\bodys";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private static Path folder;

    private static ServerCertificate certificate;
    private static OwnPostgres postgres;
    private static HttpsServer server;
    private static final AtomicReference<Reply> REPLY = new AtomicReference<>();
    private static final AtomicReference<String> HEARD = new AtomicReference<>("");

    @TempDir private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Instant now = NOW;

    /** What the server says next. */
    private record Reply(int status, String body) {}

    @BeforeAll
    static void open() throws Exception {
        certificate = ServerCertificate.create(folder, "it", "-validity 30 -ext san=ip:127.0.0.1");
        postgres = OwnPostgres.start();
        postgres.set("ssl", "on");
        postgres.set("ssl_cert_file", certificate.certificate().toString());
        postgres.set("ssl_key_file", certificate.key().toString());
        postgres.restart();
        try (Connection admin = postgres.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE nora LOGIN PASSWORD '" + SECRET + "'");
        }
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(shown()));
        server.createContext("/", SigningInTest::answer);
        server.start();
    }

    @AfterAll
    static void close() throws IOException {
        server.stop(0);
        postgres.close();
    }

    @BeforeEach
    void begin() {
        REPLY.set(new Reply(201, good("127.0.0.1", "postgres")));
        HEARD.set("");
    }

    @Test
    void keepsTheTokenWhereOnlyItsOwnerReadsIt() throws Exception {
        login("correct horse battery\n123456\nnot ours to read");

        JsonNode heard = JSON.readTree(HEARD.get());
        assertThat(heard.get("login").stringValue()).isEqualTo("nora");
        assertThat(heard.get("password").stringValue()).isEqualTo("correct horse battery");
        assertThat(heard.get("code").stringValue()).isEqualTo("123456");
        for (String name : List.of("pgpass", "sign-in.json", "gateway.crt")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(kept("sign-in.json"))).doesNotContain(SECRET);
        assertThat(out.toString() + err)
                .contains("Signed in as nora until 2026-11-22T17:00:00Z.")
                .doesNotContain("horse", "123456", "sp_0a1b");
    }

    @Test
    void keepsForCommandsElsewhereWhoHoldsNoRoleOfADatabase() throws Exception {
        REPLY.set(
                new Reply(
                        201,
                        "{\"login\":\"ada\",\"token\":{\"id\":\"1\",\"secret\":\"sp_in_x\",\"until\":\"2026-11-22T17:00:00Z\"}}"));

        login("correct horse battery\n");

        assertThat(kept("pgpass")).doesNotExist();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(kept("console.json"))))
                .isEqualTo("rw-------");
        assertThat(signingIn(_ -> "").secret()).isEqualTo("sp_in_x");
        assertThat(out.toString() + err)
                .contains("Signed in as ada until 2026-11-22T17:00:00Z: for the control plane")
                .doesNotContain("sp_in_x");
    }

    /** A command elsewhere is asked by whoever signed in last. */
    @Test
    void provesACommandElsewhereWithTheTokenOfTheDatabase() throws Exception {
        Files.createDirectories(kept("x").getParent());
        Files.writeString(kept("console.json"), "{\"login\":\"ada\"}");

        login("correct horse battery\n");

        assertThat(kept("console.json")).doesNotExist();
        assertThat(signingIn(_ -> "").secret()).isEqualTo(SECRET);
    }

    @Test
    void opensTheDatabaseForTheJdbcDriver() throws Exception {
        login("correct horse battery\n");
        tell(Request.Client.JDBC);
        String url =
                out.toString()
                        .lines()
                        .filter(line -> line.startsWith("jdbc:"))
                        .findFirst()
                        .orElseThrow();

        assertThat(url).contains("sslmode=verify-full").doesNotContain("sp_");
        assertThat(signedIn(url)).isEqualTo("nora");
    }

    @Test
    void opensTheDatabaseForPsqlAndKeepsOtherServices() throws Exception {
        Files.writeString(
                services(),
                "# mine\n[other]\nhost=elsewhere\n[sallyport-postgres]\nhost=old\nport=1\n[third]\nhost=x\n");
        login("correct horse battery\n");
        tell(Request.Client.SERVICE_FILE);
        tell(Request.Client.SERVICE_FILE);

        assertThat(Files.readString(services()))
                .startsWith(
                        "# mine\n[other]\nhost=elsewhere\n[third]\nhost=x\n[sallyport-postgres]\nhost=127.0.0.1\n")
                .containsOnlyOnce("[sallyport-postgres]")
                .doesNotContain("host=old")
                .doesNotContain("sp_");
        assertThat(psql()).isEqualTo("nora");
    }

    @Test
    void tellsDbeaverEverythingButTheToken() throws Exception {
        login("correct horse battery\n");
        tell(Request.Client.DBEAVER);

        assertThat(out.toString())
                .contains("PGPASSFILE='" + kept("pgpass") + "' dbeaver -con 'driver=postgresql|")
                .contains(
                        "|port="
                                + postgres.port()
                                + "|database=postgres|user=nora|auth=postgres_pgpass|")
                .doesNotContain("sp_");
    }

    @Test
    void tellsNothingOfATokenThatEndedOrNeverWas() throws Exception {
        assertThatThrownBy(() -> tell(Request.Client.PSQL))
                .isInstanceOf(Refused.class)
                .hasMessage("SP7151 nobody has signed in here (`sallyport login` first)");
        login("correct horse battery\n");
        now = NOW.plus(Duration.ofHours(8));

        assertThatThrownBy(() -> tell(Request.Client.PSQL))
                .hasMessageStartingWith("SP7151 the token of `nora` ended at 2026-11-22T17:00:00Z");
    }

    @Test
    void tellsARefusalInTheServersWordsAndKeepsNothing() {
        REPLY.set(new Reply(401, "{\"code\":\"SP7140\",\"detail\":\"they do not go together\"}"));

        assertThatThrownBy(() -> login("wrong\n"))
                .isInstanceOf(Refused.class)
                .hasMessage("SP7140 they do not go together");
        assertThat(kept("pgpass")).doesNotExist();
    }

    @Test
    void sendsNothingToAServerThatIsNotTheOneMeant() throws Exception {
        ServerCertificate other =
                ServerCertificate.create(home, "other", "-validity 30 -ext san=ip:127.0.0.1");

        assertThatThrownBy(() -> login(address(), Optional.of(other.certificate())))
                .hasMessageContaining("SP7150")
                .hasMessageContaining("does not prove");
        assertThatThrownBy(() -> login(address(), Optional.empty()))
                .hasMessageContaining("does not prove");
        URI byName = URI.create("https://localhost:" + server.getAddress().getPort());
        assertThatThrownBy(() -> login(byName, Optional.of(certificate.certificate())))
                .hasMessageContaining("does not prove");
        assertThat(HEARD.get()).isEmpty();
    }

    @Test
    void saysThatNobodyIsThere() {
        assertThatThrownBy(() ->
                        login(
                                URI.create("https://127.0.0.1:1"),
                                Optional.of(certificate.certificate())))
                .hasMessageContaining("SP7150")
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> login(address(), Optional.of(home.resolve("none.pem"))))
                .hasMessageContaining("SP7150")
                .hasMessageContaining("holds no certificates");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8443",
                "https://nora:secret@127.0.0.1:8443",
                "https://127.0.0.1:8443/?password=secret",
                "https://127.0.0.1:8443/somewhere",
                "https:8443"
            })
    void takesNoServerThatWouldBeSpokenToInTheOpenOrBySecret(String no) {
        assertThatThrownBy(() -> login(URI.create(no), Optional.empty()))
                .hasMessageContaining("SP6007")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAnAnswerThatWouldBeMoreThanOneLineOfAFile() {
        for (String bad :
                List.of(
                        good("127.0.0.1\\nhost=evil", "postgres"),
                        good("127.0.0.1", "a\\n*:*:*:*:x"),
                        good("", "postgres"),
                        good("127.0.0.1", "x".repeat(300)),
                        good("127.0.0.1", "postgres").replace("BEGIN CERTIFICATE", "BEGIN NOTHING"),
                        good("127.0.0.1", "postgres").replace("0a1b2c3d\",", "../sign-in\","),
                        "{}",
                        "not json",
                        "{\"pad\":\"" + "x".repeat(70_000) + "\"}")) {
            REPLY.set(new Reply(201, bad));
            assertThatThrownBy(() -> login("correct horse battery\n"))
                    .hasMessageContaining("SP7150");
            assertThat(kept("pgpass")).doesNotExist();
        }
    }

    @Test
    void readsNoPasswordLongerThanALine() {
        assertThatThrownBy(() -> login("x".repeat(Typed.LONGEST_LINE + 1)))
                .hasMessageContaining("SP6007");
    }

    @Test
    void livesWhereTheUsersOtherSettingsDo() {
        assertThat(KeptSignIn.folderOf(Map.of(), Path.of("/home/nora")))
                .isEqualTo(Path.of("/home/nora/.config/sallyport"));
        assertThat(KeptSignIn.folderOf(Map.of("XDG_CONFIG_HOME", "/etc/x"), Path.of("/home/nora")))
                .isEqualTo(Path.of("/etc/x/sallyport"));
    }

    private void login(String piped) throws Exception {
        login(address(), Optional.of(certificate.certificate()), piped);
    }

    private void login(URI to, Optional<Path> issuers) throws Exception {
        login(to, issuers, "correct horse battery\n");
    }

    private void login(URI to, Optional<Path> issuers, String piped) throws Exception {
        InputStream in = new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8));
        Request.Login asked =
                new Request.Login(
                        home, to, "nora", issuers, Request.Aim.TOKEN, Request.Secrets.PIPED);
        assertThat(signingIn(Typed.piped(in)).perform(asked, terminal())).isEqualTo(Exit.DONE);
    }

    private void tell(Request.Client client) throws Exception {
        signingIn(_ -> "").perform(new Request.ClientWords(home, client), terminal());
    }

    private SigningIn signingIn(Typed typed) {
        return new SigningIn(home.resolve("config/sallyport"), services(), _ -> typed, () -> now);
    }

    private Path services() {
        return home.resolve("services");
    }

    private Path kept(String name) {
        return home.resolve("config/sallyport").resolve(name);
    }

    private Terminal terminal() {
        return new Terminal(new PrintWriter(out), new PrintWriter(err));
    }

    private String signedIn(String url) throws Exception {
        System.setProperty("org.postgresql.pgpassfile", kept("pgpass").toString());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_user")) {
            row.next();
            return row.getString(1);
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    private String psql() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                "psql",
                                "--no-password",
                                "-XAtc",
                                "SELECT session_user",
                                "service=sallyport-postgres")
                        .redirectErrorStream(true);
        builder.environment().put("PGSERVICEFILE", services().toString());
        Process client = builder.start();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said.strip();
    }

    private static URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String good(String host, String database) {
        try {
            return """
            {"login":"nora",
             "token":{"id":"0a1b2c3d","secret":"%s","until":"2026-11-22T17:00:00Z"},
             "gateway":{"host":"%s","port":%d,"databases":["%s"],"certificates":"%s"}}
            """
                    .formatted(
                            SECRET.replace("\\", "\\\\"),
                            host,
                            postgres.port(),
                            database,
                            Files.readString(certificate.certificate()).replace("\n", "\\n"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        HEARD.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = REPLY.get().body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(REPLY.get().status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static SSLContext shown() throws Exception {
        char[] password = "password".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(
                new PemIdentity(certificate.certificate(), certificate.key()).store(password),
                password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, new SecureRandom());
        return context;
    }
}
