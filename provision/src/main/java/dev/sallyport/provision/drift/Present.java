package dev.sallyport.provision.drift;

import dev.sallyport.provision.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who had a transaction open while somebody looked; a short one is over before. */
final class Present {
    /** Far more than are open between a change and the look that shows it. */
    private static final int KEPT = 1_000;

    private final Map<String, String> byTransaction = new LinkedHashMap<>();

    void look(Connection connection) throws SQLException {
        Query.each(
                connection,
                Sql.class,
                "present.sql",
                row -> byTransaction.put(row.getString(1), row.getString(2)));
        while (byTransaction.size() > KEPT) {
            byTransaction.remove(byTransaction.keySet().iterator().next());
        }
    }

    Optional<String> in(String xid) {
        return Optional.ofNullable(byTransaction.get(xid));
    }
}
