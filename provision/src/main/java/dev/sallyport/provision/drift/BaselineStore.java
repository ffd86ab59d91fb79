package dev.sallyport.provision.drift;

import dev.sallyport.provision.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The baseline in table {@code sp.baseline}, sealed: it changes with what it describes, or not. */
final class BaselineStore {
    /** Also where somebody renamed the schema: what it holds is sealed all the same. */
    private static final String TABLE =
            "SELECT quote_ident(n.nspname) || '.baseline' FROM pg_class c JOIN pg_namespace n ON n.oid"
                    + " = c.relnamespace WHERE c.relname = 'baseline' AND (n.nspname = 'sp' OR"
                    + " pg_get_userbyid(n.nspowner) = 'sp_definer') ORDER BY n.nspname <> 'sp' LIMIT"
                    + " 1";

    private final Seal seal;
    private final byte[] database;

    /**
     * @param database part of the seal, so that no baseline stands in for another's
     */
    BaselineStore(Seal seal, String database) {
        this.seal = seal;
        this.database = database.getBytes(StandardCharsets.UTF_8);
    }

    /** What is there. */
    sealed interface Reading {

        /** Ours, as we wrote it. */
        record Sound(Baseline baseline) implements Reading {}

        /** None, or no table for it. */
        record Absent() implements Reading {}

        /** Not as we wrote it. */
        record Forged() implements Reading {}
    }

    Reading read(Connection connection) throws SQLException {
        String table = Sql.first(connection, TABLE);
        if (table.isEmpty()) {
            return new Reading.Absent();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT serial, content, seal FROM " + table)) {
            if (!rows.next()) {
                return new Reading.Absent();
            }
            byte[] content = rows.getBytes(2);
            if (!seal.isOn(rows.getString(3), database, content)) {
                return new Reading.Forged();
            }
            Baseline baseline = Baseline.of(content);
            return baseline.serial() == rows.getLong(1) && !rows.next()
                    ? new Reading.Sound(baseline)
                    : new Reading.Forged();
        } catch (IOException e) {
            return new Reading.Forged();
        }
    }

    boolean hasRoom(Connection connection) throws SQLException {
        return !Sql.first(connection, TABLE).isEmpty();
    }

    void write(Connection connection, Baseline baseline) throws SQLException {
        byte[] content = baseline.bytes();
        String table = Sql.first(connection, TABLE);
        Query.run(connection, "DELETE FROM " + table);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO " + table + " (serial, content, seal) VALUES (?, ?, ?)")) {
            insert.setLong(1, baseline.serial());
            insert.setBytes(2, content);
            insert.setString(3, seal.of(database, content));
            insert.executeUpdate();
        }
    }
}
