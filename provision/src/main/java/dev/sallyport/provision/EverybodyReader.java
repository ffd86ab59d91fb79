package dev.sallyport.provision;

import dev.sallyport.policy.Hardening;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Reads what PUBLIC may, and what we remember to have taken from it. */
final class EverybodyReader {
    private EverybodyReader() {}

    static Surroundings.Everybody read(Connection connection, AclReader acl, Ruled ruled)
            throws SQLException {
        return new Surroundings.Everybody(
                acl.publicGrants(connection.getCatalog(), ruled),
                taken(connection),
                Set.copyOf(Query.list(connection, "defaults.sql", row -> row.getString(1))),
                showing(connection, ruled));
    }

    private static List<Surroundings.Showing> showing(Connection connection, Ruled ruled)
            throws SQLException {
        return Query.list(connection, "showing.sql", EverybodyReader::showing).stream()
                .filter(one -> ruled.rules(one.table()))
                .toList();
    }

    private static Surroundings.Showing showing(ResultSet row) throws SQLException {
        return new Surroundings.Showing(
                new TableName(row.getString(1), row.getString(2)),
                new TableName(row.getString(3), row.getString(4)));
    }

    private static List<NativeObject.Taken> taken(Connection connection) throws SQLException {
        return Query.first(connection, "SELECT to_regclass('sp.taken') IS NOT NULL").equals("t")
                ? Query.list(connection, "taken.sql", EverybodyReader::taken)
                : List.of();
    }

    private static NativeObject.Taken taken(ResultSet row) throws SQLException {
        return new NativeObject.Taken(
                row.getString(1),
                Hardening.Item.valueOf(row.getString(2)),
                List.of((String[]) row.getArray(3).getArray()),
                row.getString(4),
                List.of((String[]) row.getArray(5).getArray()));
    }
}
