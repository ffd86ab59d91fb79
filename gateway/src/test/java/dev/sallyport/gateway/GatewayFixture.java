package dev.sallyport.gateway;

import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.wire.ScramVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A gateway in front of a real database named {@code ehr} in which nora has a hand-made account:
 * the door alone, without the other one.
 */
final class GatewayFixture implements AutoCloseable {
    static final String SECRET = "nobody-knows";

    /** Event loops; an account is kept warm for the loop it is on. */
    private static final int LOOPS = 2;

    /** Of the fixture whose clients stall: short, and enough for a sign-in on a busy machine. */
    static final Duration IMPATIENT = Duration.ofMillis(1_500);

    private final AuditLog log;
    private final GatewayServer server;
    private final DemoCredentials credentials;
    private final AtomicReference<Supplier<PolicySnapshot>> policy;
    private final AtomicReference<Duration> ahead;

    private GatewayFixture(
            AuditLog log,
            GatewayServer server,
            DemoCredentials credentials,
            AtomicReference<Supplier<PolicySnapshot>> policy,
            AtomicReference<Duration> ahead) {
        this.log = log;
        this.server = server;
        this.credentials = credentials;
        this.policy = policy;
        this.ahead = ahead;
    }

    static GatewayFixture start(Path folder) throws IOException, SQLException {
        return start(folder, Encryption.none(), GatewaySettings.HANDSHAKE);
    }

    /**
     * @param folder where the record goes
     */
    static GatewayFixture start(Path folder, Encryption encryption, Duration handshake)
            throws IOException, SQLException {
        RealPostgres postgres = RealPostgres.shared();
        String database = postgres.newDatabase();
        try (Connection admin = postgres.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " RENAME TO ehr");
        }
        try (Connection admin = postgres.asAdmin("ehr")) {
            furnish(admin);
        }
        return before(
                UpstreamTarget.plain(loopback(postgres.port())), folder, encryption, handshake);
    }

    /** A gateway before a database of the test's own. */
    static GatewayFixture before(UpstreamTarget target, Path folder) throws IOException {
        return before(target, folder, Encryption.none(), GatewaySettings.HANDSHAKE);
    }

    /** What the database holds. */
    static void furnish(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE nora LOGIN PASSWORD '" + SECRET + "'");
            statement.execute("CREATE SCHEMA nurse AUTHORIZATION nora");
            statement.execute("CREATE TABLE nurse.notes(id int PRIMARY KEY, body text)");
            statement.execute(
                    "INSERT INTO nurse.notes SELECT g, 'note '||g FROM generate_series(1,1000) g");
            statement.execute("GRANT ALL ON nurse.notes TO nora");
            statement.execute("CREATE SCHEMA hosp");
            statement.execute("CREATE TABLE hosp.mental_health_notes(body text)");
            statement.execute("ALTER ROLE nora SET search_path = nurse");
        }
    }

    static GatewayFixture before(
            UpstreamTarget target, Path folder, Encryption encryption, Duration handshake)
            throws IOException {
        return open(
                target,
                folder,
                encryption,
                handshake,
                LOOPS,
                applied(Hospital.snapshot()),
                new AtomicReference<>(Duration.ZERO),
                BrowserSignIns.none());
    }

    /** With one event loop, so that whoever comes again meets the account they left. */
    static GatewayFixture ofOneLoop(UpstreamTarget target, Path folder) throws IOException {
        return open(
                target,
                folder,
                Encryption.none(),
                GatewaySettings.HANDSHAKE,
                1,
                applied(Hospital.snapshot()),
                new AtomicReference<>(Duration.ZERO),
                BrowserSignIns.none());
    }

    /** With people in front of browsers; before the database of another fixture. */
    static GatewayFixture asking(BrowserSignIns browsers, Path folder) throws IOException {
        return open(
                UpstreamTarget.plain(loopback(RealPostgres.shared().port())),
                folder,
                Encryption.none(),
                GatewaySettings.HANDSHAKE,
                LOOPS,
                applied(Hospital.snapshot()),
                new AtomicReference<>(Duration.ZERO),
                browsers);
    }

    private static AtomicReference<Supplier<PolicySnapshot>> applied(PolicySnapshot snapshot) {
        return new AtomicReference<>(() -> snapshot);
    }

    /** Another gateway in front of the same database, under the same policy. */
    GatewayFixture beside(Path folder) throws IOException {
        return open(
                UpstreamTarget.plain(loopback(RealPostgres.shared().port())),
                folder,
                Encryption.none(),
                GatewaySettings.HANDSHAKE,
                LOOPS,
                policy,
                ahead,
                BrowserSignIns.none());
    }

    private static GatewayFixture open(
            UpstreamTarget target,
            Path folder,
            Encryption encryption,
            Duration handshake,
            int loops,
            AtomicReference<Supplier<PolicySnapshot>> policy,
            AtomicReference<Duration> ahead,
            BrowserSignIns browsers)
            throws IOException {
        AuditLog log =
                AuditLog.open(
                        folder.resolve("audit"),
                        AuditKey.open(folder.resolve("audit.key"), "test.example/gateway"),
                        "test.example/gateway",
                        Instant::now);
        DemoCredentials credentials = new DemoCredentials();
        GatewayServer server =
                GatewayServer.open(
                        new GatewaySettings(
                                        loopback(0),
                                        encryption,
                                        target,
                                        loops,
                                        handshake,
                                        Set.of("quiet tool"))
                                .asking(browsers),
                        credentials,
                        () -> policy.get().get(),
                        log,
                        () -> Instant.now().plus(ahead.get()),
                        new SecureRandom());
        return new GatewayFixture(log, server, credentials, policy, ahead);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** From here on this holds. */
    void apply(PolicySnapshot snapshot) {
        policy.set(() -> snapshot);
    }

    /** The gateway's clock jumps, once a round has taken in what was done before. */
    void advance(Duration by) {
        LockSupport.parkNanos(Rounds.EVERY.multipliedBy(2).toNanos());
        ahead.updateAndGet(by::plus);
    }

    /** Nobody is slowed for so many refusals. */
    void forgive(int refusals) {
        ahead.updateAndGet(DenialPace.FORGIVEN.multipliedBy(refusals)::plus);
    }

    /** Gives everybody one more secret, by the gateway's clock. */
    void give(String token, Duration lasts) {
        give(token, lasts, Optional.empty());
    }

    /** The same, to whom has just proved a second factor. */
    void giveProved(String token, Duration lasts) {
        give(token, lasts, Optional.of(now()));
    }

    private void give(String token, Duration lasts, Optional<Instant> factor) {
        credentials.tokens.add(
                new Authenticator(
                        new Proof(Proof.Means.TOKEN, token, Optional.of(now().plus(lasts)), factor),
                        credentials.demo.beside(token)));
    }

    /** Whoever has one of them has just proved a second factor. */
    void prove() {
        credentials.tokens.replaceAll(one ->
                new Authenticator(
                        new Proof(
                                one.proof().means(),
                                one.proof().id(),
                                one.proof().until(),
                                Optional.of(now())),
                        one.verifier()));
    }

    private Instant now() {
        return Instant.now().plus(ahead.get());
    }

    /** Tokens of sessions that are over, or of which there was none. */
    List<String> over() {
        return credentials.over;
    }

    /** Takes back all that were given. */
    void takeBack() {
        credentials.tokens.clear();
    }

    /** As if something of our own were broken, while the work runs. */
    void withoutAPolicy(Callable<?> work) throws Exception {
        Supplier<PolicySnapshot> kept =
                policy.getAndSet(() -> {
                    throw new IllegalStateException("no policy, for a test");
                });
        try {
            work.call();
        } finally {
            policy.set(kept);
        }
    }

    /** What accounts may have from here on: one secret, or the former and the next. */
    void secrets(String... secrets) {
        credentials.secrets = List.of(secrets);
    }

    GatewayServer server() {
        return server;
    }

    /** Log-ins that wait for the database. */
    int waiting() {
        return server.shared().waitingRoom().taken();
    }

    void fillWaitingRoom() {
        for (int seat = 0; seat < WaitingRoom.SEATS; seat++) {
            server.shared().waitingRoom().enter();
        }
    }

    AuditLog log() {
        return log;
    }

    /** A connection around the gateway. */
    static Connection admin() throws SQLException {
        return RealPostgres.shared().asAdmin("ehr");
    }

    RawClient raw() throws IOException {
        return RawClient.open(port());
    }

    /** Signed in as nora, ready for a query. */
    RawClient rawNora() throws IOException {
        RawClient client = raw();
        client.signIn("nora", "demo", "ehr");
        return client;
    }

    int port() {
        return server.address().getPort();
    }

    Connection connect(String login, String password, String database, String... properties)
            throws SQLException {
        Properties all = new Properties();
        all.setProperty("user", login);
        all.setProperty("password", password);
        all.setProperty("sslmode", "disable");
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, all);
    }

    Connection nora(String... properties) throws SQLException {
        return connect("nora", "demo", "ehr", properties);
    }

    @Override
    public void close() {
        server.close();
        log.close();
    }

    private static final class DemoCredentials implements Credentials {
        private final ScramVerifier demo = ScramVerifier.create("demo", new SecureRandom());
        private volatile List<String> secrets = List.of(SECRET);
        private final List<Authenticator> tokens = new CopyOnWriteArrayList<>();
        private final List<String> over = new CopyOnWriteArrayList<>();

        @Override
        public void over(Proof proof) {
            over.add(proof.means() + " " + proof.id());
        }

        @Override
        public List<Authenticator> authenticators(String login) {
            return login.equals("nobody")
                    ? List.of()
                    : Stream.concat(Stream.of(Authenticator.password(demo)), tokens.stream())
                            .toList();
        }

        @Override
        public String nativeSecret(String login) {
            return secrets.getLast();
        }

        @Override
        public Optional<String> formerSecret(String login) {
            return secrets.size() == 1 ? Optional.empty() : Optional.of(secrets.getFirst());
        }

        @Override
        public byte[] mockSecret() {
            return "a secret of this test, 32 bytes.".getBytes(StandardCharsets.UTF_8);
        }
    }
}
