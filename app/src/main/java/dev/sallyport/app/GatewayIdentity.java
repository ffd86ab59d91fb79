package dev.sallyport.app;

import dev.sallyport.gateway.ServerTls;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The certificate clients see: the operators' own from {@code DATA/tls}, read again when its files
 * change, otherwise one the gateway makes and renews. A new one that cannot be used leaves the old
 * one in place. Where {@code DATA/tls/clients.crt} is, whoever it names may issue people theirs.
 */
final class GatewayIdentity implements Supplier<ServerTls>, Closeable {
    /** What renews certificates does so days before they end. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Of a store that is never written. */
    private static final char[] PASSING = "unused".toCharArray();

    private static final FileTime NEVER = FileTime.fromMillis(0);

    private final PemIdentity given;
    private final Path clients;
    private final Certificate made;
    private final Path data;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("certificate").factory());
    private volatile ServerTls offered;
    private List<FileTime> seen;

    /**
     * @throws Refused SP6010 where the operators' own cannot be used
     */
    static GatewayIdentity open(Path data, Keys keys, InstantSource clock) throws IOException {
        Path folder = data.resolve("tls");
        return open(
                new PemIdentity(folder.resolve("gateway.crt"), folder.resolve("gateway.key")),
                folder.resolve("clients.crt"),
                data,
                keys,
                clock);
    }

    /**
     * @param given the operators' own, where it is there
     * @param clients who may issue people theirs, where it is there
     * @throws Refused SP6010 where these cannot be used
     */
    static GatewayIdentity open(
            PemIdentity given, Path clients, Path data, Keys keys, InstantSource clock)
            throws IOException {
        try {
            var identity =
                    new GatewayIdentity(given, clients, new Certificate(keys, clock), data, clock);
            identity.watch();
            return identity;
        } catch (GeneralSecurityException e) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6010,
                            "`%s`, `%s` and `%s` are no certificates and key: %s"
                                    .formatted(given.chain(), given.key(), clients, e.getMessage()),
                            "put a PEM chain and its PKCS #8 key there, or remove them"));
        }
    }

    private GatewayIdentity(
            PemIdentity given, Path clients, Certificate made, Path data, InstantSource clock)
            throws IOException, GeneralSecurityException {
        this.given = given;
        this.clients = clients;
        this.made = made;
        this.data = data;
        this.clock = clock;
        this.seen = times();
        this.offered = read();
    }

    /** What to show from now on; answers at once. */
    @Override
    public ServerTls get() {
        return offered;
    }

    private void watch() {
        thread.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the thread does; anybody may do it sooner. */
    synchronized void look() {
        try {
            List<FileTime> now = times();
            if (!now.equals(seen) || (!given.exists() && made.isDue())) {
                seen = now;
                offered = read();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            FailureLog.write(data, e, clock);
        }
    }

    private List<FileTime> times() throws IOException {
        return List.of(time(given.chain()), time(given.key()), time(clients));
    }

    private static FileTime time(Path file) throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file) : NEVER;
    }

    private ServerTls read() throws IOException, GeneralSecurityException {
        return given.exists()
                ? offer(given.store(PASSING), PASSING)
                : offer(made.store(), made.password());
    }

    private ServerTls offer(KeyStore store, char[] password)
            throws IOException, GeneralSecurityException {
        return ServerTls.of(
                store,
                password,
                Files.exists(clients)
                        ? Optional.of(PemIdentity.issuers(clients))
                        : Optional.empty());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
