package dev.sallyport.bench;

import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.gateway.Authenticator;
import dev.sallyport.gateway.Credentials;
import dev.sallyport.gateway.Encryption;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.GatewaySettings;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.gateway.UpstreamTarget;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The server side of {@code bench/pgbench.sh}: a PostgreSQL 18 with pgbench's tables behind both
 * doors. Prints its ports and the person's native secret and verifier, which only a benchmark may
 * know, and stops when its standard input ends.
 */
public final class BenchServer {
    private static final String LOGIN = "tess";
    private static final String PASSWORD = "demo";
    private static final String SECRET = "known-to-the-benchmark-alone";
    private static final String ORIGIN = "bench.example/gateway";
    private static final String DATABASE = "bench";

    /** As many as there are clients, as PgBouncer keeps them, too. */
    private static final int WARM = 64;

    private BenchServer() {}

    /**
     * @param arguments an empty folder to work in, the folder of the policy, the event loops
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
            GatewaySettings settings =
                    new GatewaySettings(
                            loopback(0),
                            Encryption.none(),
                            UpstreamTarget.plain(loopback(database.port())).keepingWarm(WARM),
                            Integer.parseInt(arguments[2]),
                            GatewaySettings.HANDSHAKE);
            try (GatewayServer gateway =
                    GatewayServer.open(
                            settings,
                            new OnePerson(),
                            () -> snapshot,
                            log,
                            clock,
                            new SecureRandom())) {
                System.out.println(
                        "READY "
                                + gateway.address().getPort()
                                + " "
                                + database.port()
                                + " "
                                + SECRET
                                + " "
                                + database.verifier(LOGIN));
                System.in.transferTo(System.out);
            }
        }
    }

    private static PolicySnapshot apply(Path sources, BenchDatabase database, InstantSource clock) {
        var policy = (PolicyReading.Accepted) PolicyReader.read(sources.resolve("policy"));
        var people =
                (DirectoryReading.Accepted) DirectoryReader.read(sources.resolve("people.yaml"));
        Policy checked = policy.policy();
        Entitlements entitlements = Entitlements.at(clock.instant(), checked, people.directory());
        Provisioner door =
                new Provisioner(
                        new TargetDatabase(
                                DATABASE,
                                database.url(DATABASE),
                                BenchDatabase.ADMIN,
                                database.adminPassword()),
                        login -> SECRET);
        var planned = (PlanReading.Planned) door.plan(checked, entitlements);
        if (door.apply(planned.plan()) instanceof Applied.Failed(var problem)) {
            throw new IllegalStateException(problem.toString());
        }
        return PolicySnapshot.of(checked, entitlements);
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
