package dev.sallyport.provision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions to a database: the {@code .sql} files beside this package or one below it, and small
 * ones. Public for the packages below only.
 */
public final class Query {
    /** Statements that wait for one answer together: most of a large apply were round trips. */
    private static final int AT_ONCE = 200;

    private Query() {}

    /** Makes a value of one row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Does something with one row. */
    public interface Action {
        void on(ResultSet row) throws SQLException;
    }

    static void each(Connection connection, String file, Action action) throws SQLException {
        each(connection, Query.class, file, action);
    }

    /** Asks a file that stands beside the class. */
    public static void each(Connection connection, Class<?> beside, String file, Action action)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(text(beside, file))) {
            while (rows.next()) {
                action.on(rows);
            }
        }
    }

    static <T> List<T> list(Connection connection, String file, Row<T> row) throws SQLException {
        List<T> found = new ArrayList<>();
        each(connection, file, read -> found.add(row.of(read)));
        return found;
    }

    public static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs all in order; the first that fails is the last. */
    static void run(Connection connection, List<String> all) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                for (String sql : all.subList(from, Math.min(all.size(), from + AT_ONCE))) {
                    statement.addBatch(sql);
                }
                statement.executeBatch();
            }
        } catch (BatchUpdateException e) {
            // Its own message holds the statement, and with it what must be on no screen.
            throw Optional.ofNullable(e.getNextException()).orElse(e);
        }
    }

    /** The one value of the first row, which there must be. */
    public static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static String text(String file) {
        return text(Query.class, file);
    }

    /** What a file beside the class says. */
    public static String text(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its query " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
