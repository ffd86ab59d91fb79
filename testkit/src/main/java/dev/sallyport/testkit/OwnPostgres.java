package dev.sallyport.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL of one test alone, which may stop it, start it, configure it and have it copied. */
public final class OwnPostgres implements AutoCloseable {
    /** The administrator needs no password, and a standby neither; people prove who they are. */
    private static final String HOSTS =
            """
            host all         postgres 127.0.0.1/32 trust
            host replication postgres 127.0.0.1/32 trust
            host all         all      127.0.0.1/32 scram-sha-256
            """;

    private final InstalledCluster cluster;
    private boolean running = true;

    private OwnPostgres(InstalledCluster cluster) {
        this.cluster = cluster;
    }

    public static OwnPostgres start() throws IOException {
        Path data = Files.createTempDirectory("sallyport-own");
        OwnPostgres postgres =
                new OwnPostgres(InstalledCluster.start(PostgresRelease.POSTGRES_15, data));
        Files.writeString(data.resolve("pg_hba.conf"), HOSTS);
        postgres.restart();
        return postgres;
    }

    /** A server that follows this one and only reads. */
    public OwnPostgres standby() throws IOException {
        return new OwnPostgres(
                InstalledCluster.standby(cluster, Files.createTempDirectory("sallyport-standby")));
    }

    /** From the next start on. */
    public void set(String name, String value) throws IOException {
        Files.writeString(
                data().resolve("postgresql.auto.conf"),
                name + " = '" + value + "'\n",
                StandardOpenOption.APPEND);
    }

    public void restart() throws IOException {
        stop();
        begin();
    }

    public void begin() throws IOException {
        cluster.begin();
        running = true;
    }

    /** Sessions are told. */
    public void stop() throws IOException {
        stop("fast");
    }

    /** As by a power failure, but for the processes. */
    public void crash() throws IOException {
        stop("immediate");
    }

    private void stop(String mode) throws IOException {
        running = false;
        cluster.stop(mode);
    }

    /** A standby becomes a primary. */
    public void promote() throws IOException {
        cluster.promote();
    }

    public int port() {
        return cluster.port();
    }

    public Path data() {
        return cluster.data();
    }

    public Connection asAdmin(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, RealPostgres.ADMIN, "");
    }

    @Override
    public void close() throws IOException {
        if (running) {
            crash();
        }
    }
}
