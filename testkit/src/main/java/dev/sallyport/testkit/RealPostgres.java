package dev.sallyport.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A real PostgreSQL 18 that checks passwords, started once per JVM.
 *
 * <p>Roles belong to the cluster, so {@link #newDatabase} first drops every database and role an
 * earlier test left: one database lives at a time.
 */
public final class RealPostgres {
    /** Who administers the cluster. */
    public static final String ADMIN = "postgres";

    /** A first start unpacks 60 MB and runs initdb on a busy machine. */
    private static final Duration START_WAIT = Duration.ofMinutes(2);

    private static final String PASSWORDS_EVERYWHERE =
            """
            local all all scram-sha-256
            host  all all 127.0.0.1/32 scram-sha-256
            host  all all ::1/128      scram-sha-256
            """;

    private final int port;
    private final String adminPassword;
    private int databases;

    private RealPostgres(int port, String adminPassword) {
        this.port = port;
        this.adminPassword = adminPassword;
    }

    /** The cluster of this JVM; the JVM's end stops it. */
    public static RealPostgres shared() {
        return Shared.CLUSTER;
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
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
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
        static final RealPostgres CLUSTER = start();

        private static RealPostgres start() {
            try {
                Path data = Files.createTempDirectory("sallyport-postgres");
                EmbeddedPostgres cluster = cluster(data);
                String password = randomPassword();
                checkPasswords(cluster, data, password);
                return new RealPostgres(cluster.getPort(), password);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException("the test cluster did not start", e);
            }
        }

        private static EmbeddedPostgres cluster(Path data) throws IOException {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(true)
                    .setPGStartupWait(START_WAIT)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_connections", "50")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .start();
        }

        /** The embedded cluster trusts everybody; a door that asks nothing proves nothing. */
        private static void checkPasswords(EmbeddedPostgres cluster, Path data, String password)
                throws SQLException, IOException {
            try (Connection admin = cluster.getPostgresDatabase().getConnection()) {
                run(admin, "ALTER ROLE " + ADMIN + " PASSWORD '" + password + "'");
                Files.writeString(data.resolve("pg_hba.conf"), PASSWORDS_EVERYWHERE);
                run(admin, "SELECT pg_reload_conf()");
            }
        }

        private static String randomPassword() {
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
