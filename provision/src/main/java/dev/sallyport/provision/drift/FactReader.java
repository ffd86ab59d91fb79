package dev.sallyport.provision.drift;

import dev.sallyport.provision.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads everything that is so in a database; takes no lock that anybody waits for. */
final class FactReader {
    /** The first major version in which settings are granted. */
    private static final int PARAMETERS = 15;

    private static final String OWN_TABLES =
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                    + " n.nspname = 'sp' AND c.relname IN ('held', 'made')";

    private FactReader() {}

    static Facts read(Connection connection) throws SQLException {
        List<Fact> facts = new ArrayList<>();
        Query.run(connection, "SET LOCAL search_path = ''");
        Set<Guarded> hidden = Guarded.from(connection);
        hidden.forEach(one -> facts.add(Fact.unseen(one)));
        for (String file : files(connection)) {
            read(connection, Query.text(Sql.class, file), facts);
        }
        String guarded = Query.text(Sql.class, "guarded.sql");
        read(connection, Guarded.sources(hidden) + guarded, facts);
        return new Facts(facts);
    }

    private static List<String> files(Connection connection) throws SQLException {
        List<String> files =
                new ArrayList<>(
                        List.of(
                                "roles.sql",
                                "grants.sql",
                                "relations.sql",
                                "constraints.sql",
                                "objects.sql",
                                "cluster.sql"));
        if (connection.getMetaData().getDatabaseMajorVersion() >= PARAMETERS) {
            files.add("parameters.sql");
        }
        if (Sql.number(connection, OWN_TABLES) == 2) {
            files.add("own.sql");
        }
        if (!Sql.first(connection, "SELECT to_regclass('sp.taken')").isEmpty()) {
            files.add("taken.sql");
        }
        return files;
    }

    private static void read(Connection connection, String sql, List<Fact> facts)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= Fact.COLUMNS; column++) {
                    String text = rows.getString(column);
                    columns.add(text == null ? "" : text);
                }
                facts.add(Fact.of(columns));
            }
        }
    }
}
