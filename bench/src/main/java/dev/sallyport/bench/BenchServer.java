package dev.sallyport.bench;

import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.gateway.Authenticator;
import dev.sallyport.gateway.Credentials;
import dev.sallyport.gateway.Encryption;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.GatewaySettings;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.gateway.ServerTls;
import dev.sallyport.gateway.ShownColumns;
import dev.sallyport.gateway.UpstreamTarget;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.wire.ScramVerifier;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server side of {@code bench/gateway.py}: a PostgreSQL 18 with pgbench's tables behind both
 * doors. Prints its ports, the person's native secret and verifier and the superuser's password,
 * which only a benchmark may know, and stops when its standard input ends.
 */
public final class BenchServer {
    private static final String LOGIN = "tess";
    private static final String PASSWORD = "demo";
    private static final String SECRET = "known-to-the-benchmark-alone";
    private static final String ORIGIN = "bench.example/gateway";
    private static final String DATABASE = "bench";

    /** As many as there are clients, as PgBouncer keeps them, too. */
    private static final int WARM = 64;

    /** As many as sessions have in turn where nobody says otherwise. */
    private static final int TURNS = 10;

    private BenchServer() {}

    /**
     * @param arguments an empty folder to work in, the folder of the policy, the event loops, what
     *     runs beside the gateway, by its names with commas ({@code accounted}, {@code ruled},
     *     {@code pooled}; each takes 72 MiB of heap for its grammar); for TLS on both hops also a
     *     PKCS 12 store with certificate and key as {@code .pem} and {@code .key} beside it, and
     *     its password
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path sources = Path.of(arguments[1]);
        InstantSource clock = Instant::now;
        try (BenchDatabase database =
                        BenchDatabase.start(
                                Files.createDirectories(folder), DATABASE, BenchDatabase.PGBENCH);
                AuditLog log =
                        AuditLog.open(
                                folder.resolve("audit"),
                                AuditKey.open(folder.resolve("audit.key"), ORIGIN),
                                ORIGIN,
                                clock)) {
            PolicySnapshot snapshot = apply(sources, database, clock);
            database.liftConnectionLimit(LOGIN);
            IntFunction<GatewaySettings> keeping = keeping(database, arguments);
            GatewaySettings settings = keeping.apply(WARM);
            Beside beside = new Beside(arguments[3], log, clock);
            try (GatewayServer gateway = open(settings, snapshot, log, clock);
                    @Nullable GatewayServer accounting =
                            beside.open(
                                    "accounted", settings, () -> accounted(snapshot, database));
                    @Nullable GatewayServer ruling =
                            beside.open(
                                    "ruled",
                                    settings,
                                    () ->
                                            accounted(
                                                    with("rules", folder, sources, clock),
                                                    database));
                    @Nullable GatewayServer pooling =
                            beside.open(
                                    "pooled",
                                    keeping.apply(TURNS),
                                    () -> with("pooled", folder, sources, clock))) {
                System.out.println(
                        Stream.of(
                                        "READY",
                                        port(gateway),
                                        database.port(),
                                        SECRET,
                                        database.verifier(LOGIN),
                                        port(accounting),
                                        port(ruling),
                                        port(pooling),
                                        database.adminPassword())
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")));
                System.in.transferTo(System.out);
            }
        }
    }

    /** Settings by how many accounts are kept warm. */
    private static IntFunction<GatewaySettings> keeping(BenchDatabase database, String[] arguments)
            throws Exception {
        Optional<ServerTls> tls =
                arguments.length < 6
                        ? Optional.empty()
                        : Optional.of(encrypt(database, arguments[4], arguments[5]));
        String address =
                "postgresql://127.0.0.1:%d/?sslmode=%s"
                        .formatted(database.port(), tls.isPresent() ? "require" : "disable");
        return accounts ->
                new GatewaySettings(
                        loopback(0),
                        tls.map(it -> Encryption.with(() -> it)).orElse(Encryption.none()),
                        UpstreamTarget.of(address).keepingWarm(accounts),
                        Integer.parseInt(arguments[2]),
                        GatewaySettings.HANDSHAKE);
    }

    /** Gateways that are set up otherwise, as far as they are asked for. */
    private record Beside(String names, AuditLog log, InstantSource clock) {
        @Nullable GatewayServer open(
                String name, GatewaySettings settings, Callable<PolicySnapshot> snapshot)
                throws Exception {
            return List.of(names.split(",")).contains(name)
                    ? BenchServer.open(settings, snapshot.call(), log, clock)
                    : null;
        }
    }

    private static int port(@Nullable GatewayServer gateway) {
        return gateway == null ? 0 : gateway.address().getPort();
    }

    private static GatewayServer open(
            GatewaySettings settings, PolicySnapshot snapshot, AuditLog log, InstantSource clock)
            throws IOException {
        return GatewayServer.open(
                settings, new OnePerson(), () -> snapshot, log, clock, new SecureRandom());
    }

    /** The same, and whose rows results show goes on record. */
    private static PolicySnapshot accounted(PolicySnapshot snapshot, BenchDatabase database) {
        List<ShownColumns.Standing> views =
                door(database).views(snapshot.policy()).stream()
                        .map(view ->
                                new ShownColumns.Standing(
                                        view.oid(), view.role(), view.name(), view.columns()))
                        .toList();
        return snapshot.with(
                ShownColumns.of(
                        snapshot.policy(),
                        Map.of(DATABASE, views),
                        SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same doors, with files of another folder in place of those of the policy, or beside. */
    private static PolicySnapshot with(String more, Path folder, Path sources, InstantSource clock)
            throws IOException {
        Path policy = Files.createDirectories(folder.resolve(more));
        for (String part : List.of("policy", more)) {
            try (Stream<Path> files = Files.list(sources.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            policy.resolve(file.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Policy checked = ((PolicyReading.Accepted) PolicyReader.read(policy)).policy();
        return PolicySnapshot.of(
                checked, Entitlements.at(clock.instant(), checked, people(sources)));
    }

    private static Directory people(Path sources) {
        return ((DirectoryReading.Accepted) DirectoryReader.read(sources.resolve("people.yaml")))
                .directory();
    }

    private static Provisioner door(BenchDatabase database) {
        return new Provisioner(
                new TargetDatabase(
                        DATABASE,
                        database.url(DATABASE),
                        BenchDatabase.ADMIN,
                        database.adminPassword()),
                login -> SECRET);
    }

    private static PolicySnapshot apply(Path sources, BenchDatabase database, InstantSource clock) {
        var policy = (PolicyReading.Accepted) PolicyReader.read(sources.resolve("policy"));
        Policy checked = policy.policy();
        Entitlements entitlements = Entitlements.at(clock.instant(), checked, people(sources));
        Provisioner door = door(database);
        if (!(door.plan(checked, entitlements) instanceof PlanReading.Planned planned)) {
            throw new IllegalStateException("the policy of the benchmark cannot be planned");
        }
        if (door.apply(planned.plan()) instanceof Applied.Failed(var problem)) {
            throw new IllegalStateException(problem.toString());
        }
        return PolicySnapshot.of(checked, entitlements);
    }

    private static ServerTls encrypt(BenchDatabase database, String store, String password)
            throws IOException, SQLException, GeneralSecurityException {
        Path name = Path.of(store.replaceFirst("[.]p12$", ""));
        database.encrypt(Path.of(name + ".pem"), Path.of(name + ".key"));
        KeyStore identity = KeyStore.getInstance(new File(store), password.toCharArray());
        return ServerTls.of(identity, password.toCharArray(), Optional.empty());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static final class OnePerson implements Credentials {
        private final ScramVerifier verifier = ScramVerifier.create(PASSWORD, new SecureRandom());

        @Override
        public List<Authenticator> authenticators(String login) {
            return login.equals(LOGIN) ? List.of(Authenticator.password(verifier)) : List.of();
        }

        @Override
        public String nativeSecret(String login) {
            return SECRET;
        }

        @Override
        public byte[] mockSecret() {
            return ORIGIN.repeat(2).getBytes(StandardCharsets.UTF_8);
        }
    }
}
