package dev.sallyport.conformance;

import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Pseudonyms;
import dev.sallyport.audit.Subjects;
import dev.sallyport.gateway.Authenticator;
import dev.sallyport.gateway.Credentials;
import dev.sallyport.gateway.Encryption;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.GatewaySettings;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.gateway.ShownColumns;
import dev.sallyport.gateway.UpstreamTarget;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.Plan;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.SampleHospital;
import dev.sallyport.wire.ScramVerifier;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The sample hospital behind both doors, built once per JVM from the parts the product ships. */
final class Hospital {
    static final int PATIENTS = 300;
    private static final byte[] SUBJECT_KEY = "known-to-this-test".getBytes(StandardCharsets.UTF_8);

    /** No answer by then is a hang; the longest statement takes well under a second. */
    private static final String ANSWER_SECONDS = "15";

    /** What has not come about by then does not come about. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Runs until somebody ends it. */
    static final String ENDLESS = "SELECT count(*) FROM generate_series(1, 100000000000)";

    /** In this time the gateway forgets what one question is refused: four times at most. */
    private static final Duration REFUSAL_FORGIVEN = Duration.ofSeconds(2);

    /** Everybody who may sign in. */
    static final List<String> PEOPLE = List.of("nora", "omar", "bella", "ana", "frank", "dual");

    private static final Map<PostgresRelease, Hospital> OPENED =
            new EnumMap<>(PostgresRelease.class);

    private final RealPostgres postgres;
    private final Path folder;
    private final TlsIdentity tls;
    private final AuditLog log;
    private final GatewayServer gateway;
    private final Provisioner provisioner;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private volatile PolicySnapshot snapshot;

    private Hospital(PostgresRelease release) throws IOException, SQLException {
        postgres = RealPostgres.another(release);
        folder = Files.createTempDirectory("sallyport-conformance");
        tls = TlsIdentity.create(folder);
        load();
        provisioner =
                new Provisioner(
                        new TargetDatabase(
                                SampleHospital.DATABASE,
                                postgres.url(SampleHospital.DATABASE),
                                RealPostgres.ADMIN,
                                postgres.adminPassword()),
                        Hospital::nativeSecret);
        log =
                AuditLog.open(
                        record(),
                        AuditKey.open(folder.resolve("audit.key"), "test.example/gateway"),
                        "test.example/gateway",
                        Clock.systemUTC());
        snapshot = provision(SampleHospital.FOLDER.resolve("policy"), people()).snapshot();
        gateway =
                GatewayServer.open(
                        new GatewaySettings(
                                loopback(0),
                                Encryption.with(tls::offered),
                                UpstreamTarget.plain(loopback(postgres.port())),
                                2,
                                GatewaySettings.HANDSHAKE),
                        new DemoCredentials(),
                        () -> snapshot,
                        log,
                        () -> Instant.now().plus(ahead.get()),
                        new SecureRandom());
    }

    /** With the JVM; the database stops by itself. */
    private void close() {
        gateway.close();
        log.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One question less that counts towards slowing its session. */
    void forgive() {
        ahead.updateAndGet(REFUSAL_FORGIVEN::plus);
    }

    static Hospital open() {
        return on(PostgresRelease.NEWEST);
    }

    /** The same on another release, for clients that refuse a server newer than they are. */
    static synchronized Hospital on(PostgresRelease release) {
        return OPENED.computeIfAbsent(release, Hospital::built);
    }

    private static Hospital built(PostgresRelease release) {
        try {
            Hospital hospital = new Hospital(release);
            Runtime.getRuntime().addShutdownHook(new Thread(hospital::close));
            return hospital;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the hospital was not built", e);
        }
    }

    private void load() throws SQLException, IOException {
        String database = postgres.newDatabase();
        try (Connection admin = postgres.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "ALTER DATABASE " + database + " RENAME TO " + SampleHospital.DATABASE);
        }
        try (Connection admin = admin()) {
            dev.sallyport.app.hospital.Hospital.load(
                    admin,
                    SampleHospital.FOLDER.resolve("schema.sql"),
                    PATIENTS,
                    dev.sallyport.app.hospital.Hospital.chance());
        }
    }

    private record Provisioned(PolicySnapshot snapshot, Set<String> losers) {}

    /** Applies a policy to both doors, in the order the product does. */
    void apply(Path policy, Directory people) {
        Provisioned applied = provision(policy, people);
        snapshot = applied.snapshot();
        gateway.sessions()
                .end(
                        applied.losers(),
                        Problem.of(
                                ProblemCode.SP4008,
                                "your rights have changed, so this session ends",
                                "connect again to use the rights you hold now"));
    }

    private Provisioned provision(Path folder, Directory people) {
        Policy policy =
                switch (PolicyReader.read(folder)) {
                    case PolicyReading.Accepted accepted -> accepted.policy();
                    case PolicyReading.Rejected rejected ->
                            throw new IllegalStateException(rejected.problems().toString());
                };
        Entitlements entitlements = Entitlements.at(Clock.systemUTC().instant(), policy, people);
        Plan plan =
                switch (provisioner.plan(policy, entitlements)) {
                    case PlanReading.Planned(Plan made) -> made;
                    case PlanReading.Refused(List<Problem> problems) ->
                            throw new IllegalStateException(problems.toString());
                };
        return switch (provisioner.apply(plan)) {
            case Applied.Done _ ->
                    new Provisioned(
                            PolicySnapshot.of(policy, entitlements).with(shown(policy)),
                            plan.losers());
            case Applied.Failed(Problem problem) ->
                    throw new IllegalStateException(problem.toString());
        };
    }

    private ShownColumns shown(Policy policy) {
        return ShownColumns.of(
                policy,
                Map.of(
                        SampleHospital.DATABASE,
                        provisioner.views(policy).stream()
                                .map(view ->
                                        new ShownColumns.Standing(
                                                view.oid(),
                                                view.role(),
                                                view.name(),
                                                view.columns()))
                                .toList()),
                SUBJECT_KEY);
    }

    /** By what a patient goes on record. */
    static Pseudonym pseudonym(String id) {
        return pseudonym("ehr.hosp.patients.id", id);
    }

    /** By what a patient whose record number is shown goes on record. */
    static Pseudonym pseudonymOfNumber(String mrn) {
        return pseudonym("ehr.hosp.patients.mrn", mrn);
    }

    private static Pseudonym pseudonym(String column, String value) {
        return new Pseudonyms(SUBJECT_KEY).of(column, value.getBytes(StandardCharsets.UTF_8));
    }

    static Directory people() {
        return switch (DirectoryReader.read(SampleHospital.FOLDER.resolve("people.yaml"))) {
            case DirectoryReading.Accepted accepted -> accepted.directory();
            case DirectoryReading.Rejected rejected ->
                    throw new IllegalStateException(rejected.problems().toString());
        };
    }

    /** The test port: the password of a person's own account. */
    static String nativeSecret(String login) {
        return "nobody knows the secret of " + login;
    }

    Connection connect(Door door, String login, String... properties) throws SQLException {
        return switch (door) {
            case NATIVE -> connect(postgres.port(), login, nativeSecret(login), properties);
            case GATEWAY -> connect(port(), login, SampleHospital.PASSWORD, properties);
        };
    }

    private static Connection connect(int port, String login, String password, String... properties)
            throws SQLException {
        Properties all = new Properties();
        all.setProperty("user", login);
        all.setProperty("password", password);
        all.setProperty("sslmode", "disable");
        all.setProperty("socketTimeout", ANSWER_SECONDS);
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + SampleHospital.DATABASE, all);
    }

    /** What is really there. */
    Connection admin() throws SQLException {
        return admin(SampleHospital.DATABASE);
    }

    /** To any database of its cluster. */
    Connection admin(String database) throws SQLException {
        return postgres.asAdmin(database);
    }

    /** Rows as the administrator sees them, columns joined by {@code |}. */
    List<String> truth(String sql) throws SQLException {
        try (Connection admin = admin()) {
            return Rows.of(admin, sql);
        }
    }

    /**
     * Until the database runs {@link #ENDLESS} so often for a person. Whatever else the gateway
     * runs in their name while a session opens does not count: psql would not hear an interrupt
     * yet.
     */
    void awaitEndless(String login, int times) throws SQLException {
        String running =
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND usename = '%s'"
                                .formatted(login)
                        + " AND position('%s' IN query) > 0".formatted(ENDLESS);
        long begun = System.nanoTime();
        while (!truth(running).equals(List.of(String.valueOf(times)))) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError(login + " runs it not " + times + " times");
            }
        }
    }

    /** Rows as a person sees them through one door. */
    List<String> sees(Door door, String login, String sql) throws SQLException {
        try (Connection connection = connect(door, login)) {
            return Rows.of(connection, sql);
        }
    }

    Path record() {
        return folder.resolve("audit");
    }

    /** How many events are on record; what a client was told is among them. */
    long recorded() {
        return log.durable();
    }

    /**
     * What has come on record since there were so many events. Not read to the end of the file,
     * which would be looked through for what a writer lost.
     */
    List<LoggedEvent> since(long before) {
        try (Stream<LoggedEvent> events = LogReader.read(record(), before)) {
            return events.limit(recorded() - before).toList();
        }
    }

    /** Whose rows were shown since then. */
    List<Subjects> told(long before) {
        return since(before).stream()
                .map(event -> Subjects.in(event.json()))
                .flatMap(Optional::stream)
                .toList();
    }

    int port() {
        return gateway.address().getPort();
    }

    int databasePort() {
        return postgres.port();
    }

    TlsIdentity tls() {
        return tls;
    }

    List<String> signedIn() {
        return gateway.sessions().people();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static final class DemoCredentials implements Credentials {
        private final ScramVerifier demo =
                ScramVerifier.create(SampleHospital.PASSWORD, new SecureRandom());

        @Override
        public List<Authenticator> authenticators(String login) {
            return people().people().containsKey(login)
                    ? List.of(Authenticator.password(demo))
                    : List.of();
        }

        @Override
        public String nativeSecret(String login) {
            return Hospital.nativeSecret(login);
        }

        @Override
        public byte[] mockSecret() {
            return "a secret of this test, 32 bytes.".getBytes(StandardCharsets.UTF_8);
        }
    }
}
