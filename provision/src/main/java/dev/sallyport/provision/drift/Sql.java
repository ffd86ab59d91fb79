package dev.sallyport.provision.drift;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Small questions to a database whose answer may be missing. */
final class Sql {
    private Sql() {}

    static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String found = rows.next() ? rows.getString(1) : null;
            return found == null ? "" : found;
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(first(connection, sql));
    }
}
