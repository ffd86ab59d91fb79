package dev.sallyport.app;

import dev.sallyport.audit.AuditLog;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Starts what a deployment stands on, in order; {@link Running} stops it in the reverse one. */
final class Opening {
    private final DataDirectory directory;
    private final Checkout checkout;
    private final InstantSource clock;
    private final Keys keys;
    private final AuditLog log;
    private final Cluster cluster;

    Opening(DataDirectory directory, Checkout checkout, InstantSource clock, Running running)
            throws IOException {
        this.directory = directory;
        this.checkout = checkout;
        this.clock = clock;
        this.keys = Keys.in(directory.resolve("keys"), new SecureRandom());
        // First, so that it is closed last and its last checkpoint covers everything.
        AuditLog opened = RecordFolder.open(directory, keys, clock);
        running.add(opened::close);
        this.log = opened;
        this.cluster = running.add(Cluster.start(directory, keys));
    }

    Deployment deployment() throws IOException {
        return new Deployment(directory, checkout, cluster, keys, log, clock);
    }

    /** Looks only when asked, until it is started. */
    DriftPatrol patrol(Deployment deployment) {
        return new DriftPatrol(deployment, log, clock, directory.path());
    }

    Cluster cluster() {
        return cluster;
    }

    Keys keys() {
        return keys;
    }

    AuditLog log() {
        return log;
    }
}
