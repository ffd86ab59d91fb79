package dev.sallyport.app;

import dev.sallyport.control.ControlSettings.StateDatabase;
import dev.sallyport.control.StateSchema;
import dev.sallyport.sql.SqlIdentifier;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * The tables of the control plane as rows: all read from one snapshot, or all written in one
 * transaction into tables that were just made.
 */
final class StateCopy implements Closeable {
    private static final String SCHEMA = new SqlIdentifier(StateSchema.NAME).quoted();

    /**
     * What was live when the backup was made, and may have been taken back since: nothing of it
     * opens anything again.
     */
    private static final List<String> VOIDED =
            List.of(
                    "UPDATE %s.bearer_token SET revoked = now() WHERE revoked IS NULL",
                    "UPDATE %s.api_key SET revoked = now() WHERE revoked IS NULL",
                    "DELETE FROM %s.gateway",
                    "DELETE FROM %s.oidc_word",
                    "DELETE FROM %s.oidc_session",
                    "DELETE FROM %s.oidc_token",
                    "DELETE FROM %s.sign_in_invitation",
                    "DELETE FROM %s.sign_in_enrolment",
                    "DELETE FROM %s.sign_in_recovery",
                    "DELETE FROM %s.sign_in_passkey_session",
                    "DELETE FROM %s.sign_in_passkey_word",
                    "DELETE FROM %s.kept_answer");

    private final Connection connection;

    private StateCopy(Connection connection) {
        this.connection = connection;
    }

    /** From here on it is read as it is now, whoever changes it. */
    static StateCopy of(StateDatabase database) throws SQLException {
        StateCopy copy = new StateCopy(connect(database));
        try (Statement statement = copy.connection.createStatement()) {
            copy.connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            copy.step();
            return copy;
        } catch (SQLException e) {
            copy.connection.close();
            throw e;
        }
    }

    /**
     * Into a database without tables.
     *
     * @param step of the schema that the rows are of
     * @throws dev.sallyport.problem.Refused SP7120 where this version does not know the step
     */
    static StateCopy into(StateDatabase database, String step) throws SQLException {
        StateSchema.begin(database, step);
        StateCopy copy = new StateCopy(connect(database));
        try (Statement statement = copy.connection.createStatement()) {
            copy.connection.setAutoCommit(false);
            // Tables come in the order of their names; what refers to what held in the snapshot.
            statement.execute("SET session_replication_role = replica");
            return copy;
        } catch (SQLException e) {
            copy.connection.close();
            throw e;
        }
    }

    private static Connection connect(StateDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.login(), database.password());
    }

    /** The highest step of the schema that was taken. */
    String step() throws SQLException {
        return one(
                "SELECT version FROM %s.%s WHERE success AND version IS NOT NULL ORDER BY string_to_array(version, '.')::int[] DESC LIMIT 1"
                        .formatted(SCHEMA, StateSchema.HISTORY));
    }

    /** Without the one that says which steps were taken. */
    List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT tablename FROM pg_tables WHERE schemaname = ? AND tablename <> ? ORDER BY 1")) {
            statement.setString(1, StateSchema.NAME);
            statement.setString(2, StateSchema.HISTORY);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }

    void read(String table, OutputStream out) throws SQLException, IOException {
        copier().copyOut("COPY " + quoted(table) + " TO STDOUT", out);
    }

    void write(String table, InputStream rows) throws SQLException, IOException {
        if (!tables().contains(table)) {
            throw new IOException("a table that this step does not have");
        }
        copier().copyIn("COPY " + quoted(table) + " FROM STDIN", rows);
    }

    /** Numbers that the database gives go on behind the last one given. */
    void goOn() throws SQLException {
        try (Statement statement = connection.createStatement();
                Statement setting = connection.createStatement();
                ResultSet columns =
                        statement.executeQuery(
                                """
                                SELECT table_name, column_name FROM information_schema.columns
                                WHERE table_schema = '%s' AND is_identity = 'YES'
                                """
                                        .formatted(StateSchema.NAME))) {
            while (columns.next()) {
                String table = quoted(columns.getString(1));
                String column = new SqlIdentifier(columns.getString(2)).quoted();
                setting.execute(
                        "SELECT setval(pg_get_serial_sequence('%s', '%s'), coalesce(max(%s), 0) + 1, false) FROM %s"
                                .formatted(table, columns.getString(2), column, table));
            }
        }
    }

    /** Ends what may have been taken back since. */
    void voidLive() throws SQLException {
        List<String> tables = tables();
        try (Statement statement = connection.createStatement()) {
            for (String sql : VOIDED) {
                // A backup of an older step has fewer tables.
                if (tables.stream().anyMatch(table -> sql.contains("." + table))) {
                    statement.execute(sql.formatted(SCHEMA));
                }
            }
        }
    }

    /** Suspends people and programs; says which of the logins are nobody's. */
    Set<String> suspend(Set<String> logins) throws SQLException {
        Set<String> unknown = suspend("person", logins);
        return tables().contains("program") ? suspend("program", unknown) : unknown;
    }

    private Set<String> suspend(String table, Set<String> logins) throws SQLException {
        Set<String> unknown = new TreeSet<>(logins);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        UPDATE %s SET wanted = false, version = version + 1,
                            state = CASE state WHEN 'active' THEN 'suspended' ELSE state END
                        WHERE login = ?
                        """
                                .formatted(quoted(table)))) {
            for (String login : logins) {
                statement.setString(1, login);
                if (statement.executeUpdate() > 0) {
                    unknown.remove(login);
                }
            }
        }
        return unknown;
    }

    /** Nothing that was written is there before. */
    void commit() throws SQLException {
        connection.commit();
    }

    private CopyManager copier() throws SQLException {
        return new CopyManager(connection.unwrap(BaseConnection.class));
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("the state has no step");
            }
            return rows.getString(1);
        }
    }

    private static String quoted(String table) {
        return SCHEMA + "." + new SqlIdentifier(table).quoted();
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("the state's database does not let go", e);
        }
    }
}
