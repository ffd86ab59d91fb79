package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import java.sql.Connection;
import java.sql.SQLException;

/** How an administrator's connection must be set before its answers mean anything. */
final class Session {
    private Session() {}

    /**
     * Deparsed definitions depend on search_path, and constants on standard_conforming_strings;
     * both could be set for the database or the administrator by somebody else.
     */
    static void prepare(Connection connection) throws SQLException {
        Query.run(connection, "SET search_path = ''");
        Query.run(connection, "SET standard_conforming_strings = on");
        Query.run(connection, "SET quote_all_identifiers = off");
        Query.run(connection, "SET row_security = on");
    }

    /** {@code server_version_num} as people say it: its first digits are the major version. */
    static int major(int version) {
        return version / 10_000;
    }

    static int version(Connection connection) throws SQLException {
        return Integer.parseInt(Query.first(connection, "SHOW server_version_num"));
    }

    static boolean hasOwnTables(Connection connection) throws SQLException {
        return Query.first(
                        connection,
                        "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ="
                                + " 'sp' AND (c.relname, a.attname) IN (('held', 'grantee'),"
                                + " ('state', 'policy'), ('made', 'live'),"
                                + " ('ending', 'login'), ('retired', 'grantee'))")
                .equals("5");
    }

    static boolean hasRole(Connection connection, SqlIdentifier role) throws SQLException {
        return Query.first(
                        connection,
                        "SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = "
                                + SqlText.literal(role.name()))
                .equals("1");
    }
}
