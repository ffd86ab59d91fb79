package dev.sallyport.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The ways the protocol has to ask one thing. */
enum Way {
    SIMPLE("preferQueryMode", "simple"),
    /** Outside of a transaction, until the gateway keeps it prepared. */
    REPEATED("preferQueryMode", "simple"),
    EXTENDED_TEXT("binaryTransfer", "false"),
    EXTENDED_BINARY("prepareThreshold", "-1"),
    NAMED_STATEMENT("prepareThreshold", "1"),
    SQL_PREPARE("preferQueryMode", "simple"),
    CURSOR("preferQueryMode", "simple"),
    PORTAL_IN_PARTS("defaultRowFetchSize", "7"),
    COPY("preferQueryMode", "simple"),
    COPY_BINARY("preferQueryMode", "simple");

    /** Ways that serve statements which change something, too. */
    static final List<Way> FOR_WRITES =
            List.of(SIMPLE, EXTENDED_TEXT, EXTENDED_BINARY, NAMED_STATEMENT, SQL_PREPARE);

    /** After so many a text is kept prepared. */
    private static final int SIGHTS = 2;

    /** Of a value in a row. */
    static final String END = "\u001f";

    private final String property;
    private final String value;

    /** What was seen: rows byte for byte, or a refusal. */
    sealed interface Seen {
        /** Bytes as Latin-1 characters, so that two answers compare and print. */
        record Rows(List<String> rows) implements Seen {}

        record Refusal(String sqlState, String message, String detail, String hint)
                implements Seen {}
    }

    Way(String property, String value) {
        this.property = property;
        this.value = value;
    }

    Connection connect(Hospital hospital, Door door, String login) throws SQLException {
        Connection connection = hospital.connect(door, login, property, value);
        connection.setAutoCommit(this == REPEATED);
        return connection;
    }

    /** The way whose connection serves this one, too. */
    Way connection() {
        boolean alike = property.equals(SIMPLE.property) && value.equals(SIMPLE.value);
        return alike && this != REPEATED ? SIMPLE : this;
    }

    /** Asks in a transaction that leaves nothing behind, or again and again. */
    Seen ask(Connection connection, String sql) throws SQLException {
        Seen seen = askOnce(connection, sql);
        for (int again = 0; this == REPEATED && again < SIGHTS; again++) {
            seen = askOnce(connection, sql);
        }
        return seen;
    }

    private Seen askOnce(Connection connection, String sql) throws SQLException {
        try {
            return new Seen.Rows(rows(connection, sql));
        } catch (PSQLException e) {
            return refusal(e);
        } catch (IOException e) {
            throw new SQLException(e);
        } finally {
            if (!connection.isClosed()) {
                leave(connection);
            }
        }
    }

    /** Takes back what a transaction did. */
    void leave(Connection connection) throws SQLException {
        if (this != REPEATED) {
            connection.rollback();
        }
    }

    private static Seen refusal(PSQLException e) throws PSQLException {
        ServerErrorMessage message = e.getServerErrorMessage();
        if (message == null) {
            // Not a word of the database: the connection is gone, or nobody answered.
            throw e;
        }
        return new Seen.Refusal(
                String.valueOf(message.getSQLState()),
                String.valueOf(message.getMessage()),
                String.valueOf(message.getDetail()),
                String.valueOf(message.getHint()));
    }

    private List<String> rows(Connection connection, String sql) throws SQLException, IOException {
        return switch (this) {
            case SIMPLE,
                    REPEATED,
                    EXTENDED_TEXT,
                    EXTENDED_BINARY,
                    NAMED_STATEMENT,
                    PORTAL_IN_PARTS ->
                    run(connection, sql);
            case SQL_PREPARE -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DEALLOCATE ALL");
                    statement.execute("PREPARE asked AS " + sql);
                }
                yield run(connection, "EXECUTE asked");
            }
            case CURSOR -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DECLARE asked CURSOR FOR " + sql);
                }
                yield run(connection, "FETCH ALL FROM asked");
            }
            case COPY -> copy(connection, "COPY (" + sql + ") TO STDOUT");
            case COPY_BINARY ->
                    copy(connection, "COPY (" + sql + ") TO STDOUT WITH (FORMAT binary)");
        };
    }

    private static List<String> copy(Connection connection, String sql)
            throws SQLException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
        return List.of(out.toString(StandardCharsets.ISO_8859_1));
    }

    private static List<String> run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<String> all = new ArrayList<>();
            if (!statement.execute()) {
                all.add("changed " + statement.getUpdateCount());
                return all;
            }
            try (ResultSet rows = statement.getResultSet()) {
                ResultSetMetaData about = rows.getMetaData();
                for (int i = 1; i <= about.getColumnCount(); i++) {
                    all.add(about.getColumnLabel(i) + " " + about.getColumnTypeName(i));
                }
                while (rows.next()) {
                    all.add(row(rows, about.getColumnCount()));
                }
            }
            return all;
        }
    }

    private static String row(ResultSet rows, int columns) throws SQLException {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            byte[] bytes = rows.getBytes(i);
            row.append(bytes == null ? "null" : new String(bytes, StandardCharsets.ISO_8859_1));
            row.append(END);
        }
        return row.toString();
    }
}
