package dev.sallyport.provision;

import dev.sallyport.provision.ServerLogin.Reach;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the logins that were there without us. */
final class ServerLogins {
    private static final List<String> POWERS =
            List.of("SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS");

    /** The column of the first of them. */
    private static final int POWERS_AT = 4;

    private ServerLogins() {}

    static List<ServerLogin> read(Connection connection) throws SQLException {
        return Query.list(connection, "logins.sql", ServerLogins::login);
    }

    /** What shuts those that are still the ones meant, and let somebody in. */
    static List<String> shutting(Connection connection, Set<ServerLogin.Id> logins)
            throws SQLException {
        return read(connection).stream()
                .filter(login -> login.mayLogIn() && logins.contains(login.id()))
                .map(login -> "ALTER ROLE " + SqlText.name(login.id().name()) + " NOLOGIN")
                .toList();
    }

    private static ServerLogin login(ResultSet row) throws SQLException {
        List<String> powers = new ArrayList<>();
        for (int i = 0; i < POWERS.size(); i++) {
            if (row.getBoolean(POWERS_AT + i)) {
                powers.add(POWERS.get(i));
            }
        }
        int at = POWERS_AT + POWERS.size();
        return new ServerLogin(
                new ServerLogin.Id(row.getString(1), row.getLong(2)),
                row.getBoolean(3),
                powers,
                List.of((String[]) row.getArray(at).getArray()),
                row.getInt(at + 1),
                reach(row.getBoolean(at + 2), row.getBoolean(at + 3)));
    }

    private static Reach reach(boolean first, boolean ours) {
        if (first) {
            return Reach.FIRST_SUPERUSER;
        }
        return ours ? Reach.SHUTTABLE : Reach.OUT_OF_REACH;
    }
}
