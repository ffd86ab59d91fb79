package dev.sallyport.app.hospital;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a door answered. */
sealed interface Answer {

    /** Rows, every value as its text. */
    record Rows(List<String> columns, List<List<String>> rows) implements Answer {
        public Rows {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }

        List<String> column(String name) {
            int index = columns.indexOf(name);
            return rows.stream().map(row -> row.get(index)).toList();
        }

        String single() {
            return rows.getFirst().getFirst();
        }
    }

    /** A refusal, in its own words. */
    record Refused(String state, String message, String detail, String hint) implements Answer {

        boolean isExplained(String code) {
            return message.startsWith(code) && detail.contains(".yaml:") && !hint.isEmpty();
        }
    }

    /** Never throws for what the other side says. */
    static Answer to(Connection connection, String statement) {
        try (Statement asked = connection.createStatement()) {
            return asked.execute(statement)
                    ? rows(asked.getResultSet())
                    : new Rows(
                            List.of("changed"),
                            List.of(List.of(String.valueOf(asked.getUpdateCount()))));
        } catch (SQLException e) {
            return refused(e);
        }
    }

    static Refused refused(SQLException failure) {
        ServerErrorMessage server =
                failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return server == null
                ? new Refused(text(failure.getSQLState()), text(failure.getMessage()), "", "")
                : new Refused(
                        text(failure.getSQLState()),
                        text(server.getMessage()),
                        text(server.getDetail()),
                        text(server.getHint()));
    }

    private static Rows rows(ResultSet result) throws SQLException {
        int width = result.getMetaData().getColumnCount();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            columns.add(result.getMetaData().getColumnLabel(i));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                row.add(text(result.getString(i)));
            }
            rows.add(row);
        }
        return new Rows(columns, rows);
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value.lines().collect(Collectors.joining(" "));
    }
}
