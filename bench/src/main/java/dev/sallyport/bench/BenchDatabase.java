package dev.sallyport.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/** A PostgreSQL 18 with one database to measure, where every login needs its password. */
final class BenchDatabase implements AutoCloseable {
    static final String ADMIN = "postgres";

    /** pgbench's tables of scale 10, and one of a million rows of ten columns. */
    static final String[] PGBENCH = {
        "CREATE SCHEMA data",
        "CREATE TABLE data.pgbench_branches(bid int PRIMARY KEY, bbalance int, filler char(88))",
        "INSERT INTO data.pgbench_branches SELECT g, 0, '' FROM generate_series(1, 10) g",
        "CREATE TABLE data.pgbench_accounts(aid int PRIMARY KEY, bid int, abalance int,"
                + " filler char(84))",
        "INSERT INTO data.pgbench_accounts"
                + " SELECT g, (g - 1) / 100000 + 1, 0, '' FROM generate_series(1, 1000000) g",
        "CREATE TABLE data.pgbench_tellers(tid int PRIMARY KEY, bid int, tbalance int,"
                + " filler char(84))",
        "INSERT INTO data.pgbench_tellers"
                + " SELECT g, (g - 1) / 10 + 1, 0, '' FROM generate_series(1, 100) g",
        "CREATE TABLE data.pgbench_history(tid int, bid int, aid int, delta int, mtime timestamp,"
                + " filler char(22))",
        "CREATE TABLE data.pgbench_wide AS SELECT g AS a, g * 7 AS b, g % 100 AS c, g::text AS d,"
                + " md5(g::text) AS e, now() AS f, g / 3.0 AS g, true AS h, 'word' AS i,"
                + " date '2026-01-01' + g % 1000 AS j FROM generate_series(1, 1000000) g",
        "VACUUM ANALYZE"
    };

    private final EmbeddedPostgres cluster;
    private final Path data;
    private final String adminPassword;

    private BenchDatabase(EmbeddedPostgres cluster, Path data, String adminPassword) {
        this.cluster = cluster;
        this.data = data;
        this.adminPassword = adminPassword;
    }

    /**
     * @param folder an empty one, or one not there yet
     * @param setup what makes the database what is to be measured
     */
    static BenchDatabase start(Path folder, String name, String... setup)
            throws IOException, SQLException {
        Path data = folder.resolve("postgres");
        EmbeddedPostgres cluster =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(true)
                        .setServerConfig("max_connections", "2500")
                        .setServerConfig("shared_buffers", "512MB")
                        .start();
        byte[] password = new byte[16];
        new SecureRandom().nextBytes(password);
        BenchDatabase database =
                new BenchDatabase(cluster, data, HexFormat.of().formatHex(password));
        try (Connection admin = cluster.getPostgresDatabase().getConnection()) {
            run(admin, "CREATE DATABASE " + name);
            run(admin, "ALTER ROLE postgres PASSWORD '" + database.adminPassword + "'");
        }
        try (Connection admin = cluster.getDatabase(ADMIN, name).getConnection()) {
            run(admin, setup);
            Files.writeString(
                    data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            run(admin, "SELECT pg_reload_conf()");
        }
        return database;
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** PgBouncer keeps its connections while the next path is measured. */
    void liftConnectionLimit(String login) throws SQLException {
        try (Connection admin =
                DriverManager.getConnection(url("postgres"), ADMIN, adminPassword)) {
            run(admin, "ALTER ROLE " + login + " CONNECTION LIMIT -1");
        }
    }

    /** Offers TLS from now on. */
    void encrypt(Path certificate, Path key) throws IOException, SQLException {
        for (Path file : List.of(certificate, key)) {
            Path own = Files.copy(file, data.resolve(file.getFileName()));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
            Files.setOwner(own, Files.getOwner(data));
        }
        try (Connection admin =
                DriverManager.getConnection(url("postgres"), ADMIN, adminPassword)) {
            run(
                    admin,
                    "ALTER SYSTEM SET ssl_cert_file = '" + certificate.getFileName() + "'",
                    "ALTER SYSTEM SET ssl_key_file = '" + key.getFileName() + "'",
                    "ALTER SYSTEM SET ssl = on",
                    "SELECT pg_reload_conf()");
        }
    }

    /** What the server keeps of an account's password. */
    String verifier(String login) throws SQLException {
        try (Connection admin = DriverManager.getConnection(url("postgres"), ADMIN, adminPassword);
                PreparedStatement asked =
                        admin.prepareStatement(
                                "SELECT rolpassword FROM pg_authid WHERE rolname = ?")) {
            asked.setString(1, login);
            try (ResultSet row = asked.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    int port() {
        return cluster.getPort();
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    String adminPassword() {
        return adminPassword;
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
