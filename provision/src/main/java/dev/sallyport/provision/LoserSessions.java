package dev.sallyport.provision;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** The open sessions of people who lost something: their cursors outlive a REVOKE. */
final class LoserSessions {
    /** A backend that a signal does not end in this many rounds is stuck in the kernel. */
    private static final int ROUNDS = 5;

    /**
     * Each round waits up to a second for the backends it signalled. Sessions begun after the
     * commit already live under the new rights, unless the account may not sign in at all, or is
     * gone.
     */
    private static final String END =
            "SELECT count(pg_terminate_backend(a.pid, 1000)) FROM pg_stat_activity a LEFT JOIN"
                    + " pg_roles r ON r.oid = a.usesysid WHERE (r.rolname = ANY (?) AND"
                    + " (a.backend_start < ?::timestamptz OR NOT r.rolcanlogin)) OR (r.oid IS NULL"
                    + " AND a.usesysid IS NOT NULL AND a.backend_type = 'client backend')";

    private final Connection connection;
    private final Array logins;
    private final String committed;

    LoserSessions(Connection connection, Set<String> losers) throws SQLException {
        this.connection = connection;
        this.logins = connection.createArrayOf("text", losers.toArray());
        this.committed = Query.first(connection, "SELECT clock_timestamp()");
    }

    /** Ends them, looks again, and says how many there were. */
    int end() throws SQLException {
        int ended = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int found = round();
            if (found == 0) {
                break;
            }
            ended += found;
        }
        return ended;
    }

    private int round() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setArray(1, logins);
            statement.setString(2, committed);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
