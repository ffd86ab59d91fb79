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
    private static final String THERE =
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid"
                    + " = c.relnamespace WHERE n.nspname = 'sp' AND c.relname = 'baseline'";

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
        if (Sql.number(connection, THERE) == 0) {
            return new Reading.Absent();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT serial, content, seal FROM sp.baseline")) {
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
        return Sql.number(connection, THERE) == 1;
    }

    void write(Connection connection, Baseline baseline) throws SQLException {
        byte[] content = baseline.bytes();
        Query.run(connection, "DELETE FROM sp.baseline");
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO sp.baseline (serial, content, seal) VALUES (?, ?, ?)")) {
            insert.setLong(1, baseline.serial());
            insert.setBytes(2, content);
            insert.setString(3, seal.of(database, content));
            insert.executeUpdate();
        }
    }
}
