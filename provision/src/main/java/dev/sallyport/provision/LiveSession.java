package dev.sallyport.provision;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One transaction that looks at a live database and is rolled back; values stay in it, and only
 * counts and sums of hashes come out.
 */
final class LiveSession implements AutoCloseable {
    /** A full look at a table of millions of rows; longer is an outage for those who wait. */
    private static final String STATEMENT_WAIT = "SET LOCAL statement_timeout = '60s'";

    /** Nobody's work waits for a test longer than this, nor a test for anybody's. */
    private static final String LOCK_WAIT = "SET LOCAL lock_timeout = '2s'";

    /** Both sides must write a value the same way, whatever was set for the account. */
    private static final List<String> ONE_SPELLING =
            List.of(
                    "SET LOCAL timezone = 'UTC'",
                    "SET LOCAL datestyle = 'ISO, YMD'",
                    "SET LOCAL intervalstyle = 'postgres'",
                    "SET LOCAL extra_float_digits = 1",
                    "SET LOCAL bytea_output = 'hex'",
                    "SET LOCAL standard_conforming_strings = on");

    /** No privilege, no such schema, table or column, or a view that takes no such change. */
    private static final Set<String> REFUSED =
            Set.of("42501", "3F000", "42P01", "42703", "0A000", "55000", "428C9");

    private final Connection connection;

    private LiveSession(Connection connection) {
        this.connection = connection;
    }

    /** Rows of a relation, as one expression shows them. */
    record Tally(long rows, long values, String sum) {}

    /** What became of a statement that was undone at once. */
    sealed interface Tried {
        /** The door refused it. */
        record Refused() implements Tried {}

        /** It was let through, whatever a constraint said then. */
        record LetThrough(long rows) implements Tried {}
    }

    /** Sees every row, or is told that it does not. */
    static LiveSession ofAdministrator(Connection connection) throws SQLException {
        LiveSession session = begin(connection);
        Query.run(connection, "SET LOCAL row_security = off");
        return session;
    }

    /** Sees the same instant as the administrator's, as somebody else. */
    static LiveSession at(String snapshot, Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Query.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        Query.run(connection, "SET TRANSACTION SNAPSHOT " + SqlText.literal(snapshot));
        return set(connection);
    }

    private static LiveSession begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Query.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        return set(connection);
    }

    private static LiveSession set(Connection connection) throws SQLException {
        Query.run(connection, STATEMENT_WAIT);
        Query.run(connection, LOCK_WAIT);
        for (String setting : ONE_SPELLING) {
            Query.run(connection, setting);
        }
        return new LiveSession(connection);
    }

    String snapshot() throws SQLException {
        return Query.first(connection, "SELECT pg_export_snapshot()");
    }

    /** Empty where the door refuses. */
    Optional<Tally> tally(String expression, String from) throws SQLException {
        String text = "(" + expression + ")::text";
        String sql =
                "SELECT count(*), count("
                        + text
                        + "), coalesce(sum(hashtextextended("
                        + text
                        + ", 0)::numeric), 0)::text FROM "
                        + from;
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Optional.of(new Tally(row.getLong(1), row.getLong(2), row.getString(3)));
        } catch (SQLException e) {
            connection.rollback(before);
            if (REFUSED.contains(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The first value of the first row. */
    Optional<String> first(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }

    /** Runs a change and undoes it. */
    Tried change(String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            return new Tried.LetThrough(statement.executeUpdate(sql));
        } catch (SQLException e) {
            if (REFUSED.contains(e.getSQLState())) {
                return new Tried.Refused();
            }
            if (isConstraint(e)) {
                return new Tried.LetThrough(1);
            }
            throw e;
        } finally {
            connection.rollback(before);
        }
    }

    /** Row policies are checked before constraints, so who hears of one was let through. */
    private static boolean isConstraint(SQLException e) {
        return Optional.ofNullable(e.getSQLState())
                .filter(state -> state.startsWith("23"))
                .isPresent();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
