package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.sql.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What an administrator without superuser rights must have before a plan can be trusted to run. */
final class Needs {
    private Needs() {}

    static List<Need> of(Connection connection, Catalog.Database database) throws SQLException {
        List<Need> needs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(Query.text("needs.sql"))) {
            statement.setArray(1, names(connection, database, TableName::schema));
            statement.setArray(2, names(connection, database, TableName::table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    needs.add(new Need(rows.getString(1), rows.getBoolean(2), rows.getString(3)));
                }
            }
        }
        return needs;
    }

    private static Array names(
            Connection connection, Catalog.Database database, Function<TableName, String> part)
            throws SQLException {
        return connection.createArrayOf(
                "text",
                database.tables().stream().map(Catalog.GovernedTable::name).map(part).toArray());
    }
}
