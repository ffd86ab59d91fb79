package dev.sallyport.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL that checks passwords, started once per JVM.
 *
 * <p>Roles belong to the cluster, so {@link #newDatabase} first drops every database and role an
 * earlier test left: one database lives at a time.
 */
public final class RealPostgres {
    /** Who administers the cluster. */
    public static final String ADMIN = "postgres";

    /** A cluster of tests may forget everything when the machine stops. */
    static final Map<String, String> SETTINGS =
            Map.of(
                    "fsync", "off",
                    "full_page_writes", "off",
                    "max_connections", "50",
                    "password_encryption", "scram-sha-256");

    private static final String PASSWORDS_EVERYWHERE =
            """
            local all all scram-sha-256
            host  all all 127.0.0.1/32 scram-sha-256
            host  all all ::1/128      scram-sha-256
            """;

    private static final Map<PostgresRelease, RealPostgres> OTHERS =
            new EnumMap<>(PostgresRelease.class);

    private final PostgresRelease release;
    private final Cluster cluster;
    private final String adminPassword;
    private int databases;

    private RealPostgres(PostgresRelease release, Cluster cluster, String adminPassword) {
        this.release = release;
        this.cluster = cluster;
        this.adminPassword = adminPassword;
    }

    /** The newest release, once for this JVM; the JVM's end stops it. */
    public static RealPostgres shared() {
        return Shared.CLUSTER;
    }

    /** A release, started when it is first asked for; an idle one costs next to nothing. */
    public static synchronized RealPostgres of(PostgresRelease release) {
        return release == PostgresRelease.NEWEST
                ? shared()
                : OTHERS.computeIfAbsent(release, RealPostgres::started);
    }

    /** One more of a release, for whoever keeps a database that nobody else's may clear. */
    public static RealPostgres another(PostgresRelease release) {
        return started(release);
    }

    /** An empty database, and a cluster without anything of earlier tests. */
    public synchronized String newDatabase() {
        try (Connection admin = asAdmin("postgres")) {
            clear(admin);
            databases++;
            String name = "test_" + databases;
            run(admin, "CREATE DATABASE " + name);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("the test cluster refused a new database", e);
        }
    }

    public String url(String database) {
        return url(cluster, database);
    }

    public PostgresRelease release() {
        return release;
    }

    public int port() {
        return cluster.port();
    }

    public String adminPassword() {
        return adminPassword;
    }

    public Connection asAdmin(String database) throws SQLException {
        return as(ADMIN, adminPassword, database);
    }

    public Connection as(String login, String password, String database) throws SQLException {
        return DriverManager.getConnection(url(database), login, password);
    }

    private static void clear(Connection admin) throws SQLException {
        for (String database : column(admin, Leftover.DATABASES)) {
            run(admin, "DROP DATABASE " + database + " WITH (FORCE)");
        }
        for (String role : column(admin, Leftover.ROLES)) {
            run(admin, "DROP OWNED BY " + role);
            run(admin, "DROP ROLE " + role);
        }
        run(admin, "ALTER ROLE ALL RESET ALL");
        run(admin, "REVOKE ALL ON TABLESPACE pg_default FROM PUBLIC");
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What an earlier test can leave behind, as quoted names. */
    private static final class Leftover {
        static final String DATABASES =
                "SELECT quote_ident(datname) FROM pg_database"
                        + " WHERE datname NOT IN ('postgres', 'template0', 'template1')";
        static final String ROLES =
                "SELECT quote_ident(rolname) FROM pg_roles"
                        + " WHERE rolname <> 'postgres' AND rolname NOT LIKE 'pg\\_%'";
    }

    private static final class Shared {
        static final RealPostgres CLUSTER = started(PostgresRelease.NEWEST);
    }

    private static RealPostgres started(PostgresRelease release) {
        try {
            Cluster cluster =
                    Cluster.start(release, Files.createTempDirectory("sallyport-postgres"));
            String password = randomPassword();
            checkPasswords(release, cluster, password);
            return new RealPostgres(release, cluster, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the test cluster did not start", e);
        }
    }

    /** A new cluster trusts everybody; a door that asks nothing proves nothing. */
    private static void checkPasswords(PostgresRelease release, Cluster cluster, String password)
            throws SQLException, IOException {
        try (Connection admin =
                DriverManager.getConnection(url(cluster, ADMIN), ADMIN, "not asked for yet")) {
            if (release.major() >= 16) {
                // It keeps no secret, and tests sign in as it thousands of times.
                run(admin, "SET scram_iterations = 1");
            }
            run(admin, "ALTER ROLE " + ADMIN + " PASSWORD '" + password + "'");
            Files.writeString(cluster.data().resolve("pg_hba.conf"), PASSWORDS_EVERYWHERE);
            run(admin, "SELECT pg_reload_conf()");
        }
    }

    private static String url(Cluster cluster, String database) {
        return "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/" + database;
    }

    private static String randomPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
