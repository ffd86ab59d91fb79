package dev.sallyport.provision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A named question of a {@code .sql} file beside this package. */
final class Query {
    private Query() {}

    /** Makes a value of one row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Does something with one row. */
    interface Action {
        void on(ResultSet row) throws SQLException;
    }

    static void each(Connection connection, String file, Action action) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(text(file))) {
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

    static String text(String file) {
        try (InputStream in = Query.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its query " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
