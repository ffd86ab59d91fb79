package dev.sallyport.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.PGConnection;

/** Sends an attack's statements as its person and keeps everything that comes back. */
final class Intruder {

    /**
     * What one statement brought.
     *
     * @param refusal the SQLSTATE of its error
     * @param value its answer, where that is one row of one column
     * @param everything rows, notices and error as one text
     */
    record Answer(Optional<String> refusal, Optional<String> value, int rows, String everything) {}

    private Intruder() {}

    static List<Answer> run(Connection connection, List<String> statements) throws SQLException {
        List<Answer> answers = new ArrayList<>();
        for (String sql : statements) {
            connection.clearWarnings();
            answers.add(
                    sql.toUpperCase(Locale.ROOT).contains(" TO STDOUT")
                            ? copy(connection, sql)
                            : statement(connection, sql));
        }
        return answers;
    }

    private static Answer statement(Connection connection, String sql) throws SQLException {
        var text = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            List<String> values = new ArrayList<>();
            int rows = 0;
            try {
                boolean more = statement.execute(sql);
                while (more || statement.getUpdateCount() >= 0) {
                    if (more) {
                        rows += collect(statement.getResultSet(), values, text);
                    } else {
                        rows += statement.getUpdateCount();
                    }
                    more = statement.getMoreResults();
                }
            } catch (SQLException e) {
                notices(statement.getWarnings(), text);
                return new Answer(
                        Optional.of(e.getSQLState()), Optional.empty(), 0, text + "\n" + e);
            }
            notices(statement.getWarnings(), text);
            notices(connection.getWarnings(), text);
            return new Answer(
                    Optional.empty(),
                    values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty(),
                    rows,
                    text.toString());
        }
    }

    private static int collect(ResultSet rows, List<String> values, StringBuilder text)
            throws SQLException {
        int width = rows.getMetaData().getColumnCount();
        int count = 0;
        while (rows.next()) {
            count++;
            for (int column = 1; column <= width; column++) {
                String value = String.valueOf(rows.getString(column));
                values.add(value);
                text.append(value).append('\t');
            }
            text.append('\n');
        }
        return count;
    }

    private static Answer copy(Connection connection, String sql) throws SQLException {
        var bytes = new ByteArrayOutputStream();
        try {
            long rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, bytes);
            return new Answer(
                    Optional.empty(),
                    Optional.empty(),
                    (int) rows,
                    bytes.toString(StandardCharsets.ISO_8859_1));
        } catch (SQLException e) {
            return new Answer(Optional.of(e.getSQLState()), Optional.empty(), 0, bytes + "\n" + e);
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private static void notices(SQLWarning first, StringBuilder text) {
        for (SQLWarning notice = first; notice != null; notice = notice.getNextWarning()) {
            text.append('\n').append(notice);
        }
    }
}
