package dev.sallyport.app;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.cli.Actions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Starts what a deployment stands on, in order; {@link Running} stops it in the reverse one.
 *
 * @param <S> where its databases are
 */
final class Opening<S extends DatabaseServer> {
    private final DataDirectory directory;
    private final Checkout checkout;
    private final InstantSource clock;
    private final Keys keys;
    private final AuditLog log;
    private final S server;

    private interface Start<S> {
        S with(Keys keys) throws IOException;
    }

    private Opening(
            DataDirectory directory,
            Checkout checkout,
            InstantSource clock,
            Running running,
            Start<S> server)
            throws IOException {
        this.directory = directory;
        this.checkout = checkout;
        this.clock = clock;
        Restoration.requireRecord(directory.path());
        SecureRandom random = new SecureRandom();
        Path secrets = directory.resolve("keys");
        this.keys =
                Keys.in(
                        secrets,
                        random,
                        Sealing.of(KnownConfig.of(directory.path()), secrets, random));
        // First, so that it is closed last and its last checkpoint covers everything.
        AuditLog opened = RecordFolder.open(directory, keys, clock, running);
        Restoration.tell(directory.path(), opened);
        this.log = opened;
        this.server = server.with(keys);
    }

    /** A demo's, with a server of its own. */
    static Opening<Cluster> ofDemo(
            DataDirectory directory, Checkout checkout, InstantSource clock, Running running)
            throws IOException {
        return new Opening<>(
                directory,
                checkout,
                clock,
                running,
                keys -> running.add(Cluster.start(directory, keys)));
    }

    /** Of whichever kind the directory is. */
    static Opening<? extends DatabaseServer> of(
            DataDirectory directory, Checkout checkout, InstantSource clock, Running running)
            throws IOException {
        Optional<ServerConfig> config = KnownConfig.of(directory.path());
        return config.isEmpty()
                ? ofDemo(directory, checkout, clock, running)
                : new Opening<>(
                        directory,
                        checkout,
                        clock,
                        running,
                        _ -> new GivenServer(config.get().target()));
    }

    Deployment deployment() throws IOException {
        return new Deployment(directory, checkout, server, keys, log, clock);
    }

    /** Looks only when asked, until it is started. */
    DriftPatrol patrol(Deployment deployment) {
        return new DriftPatrol(deployment, log, clock, directory.path());
    }

    S server() {
        return server;
    }

    /** What commands do that need nothing of what runs. */
    Actions alone() {
        return new Commands(clock, checkout);
    }

    Keys keys() {
        return keys;
    }

    AuditLog log() {
        return log;
    }
}
