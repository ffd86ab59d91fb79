package dev.sallyport.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest applies of every deployment on a cluster, by their transactions, in a comment that all
 * its databases see: so that none takes another's apply for somebody's hand.
 */
public final class Applies {
    /** What follows in the comment of {@code sp_definer}; {@code roles.sql} leaves it out. */
    private static final String SINCE = " · applied in ";

    /** Who looks twice a second takes note of each; this is for who was stopped meanwhile. */
    private static final int KEPT = 64;

    private static final String COMMENT =
            "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = "
                    + SqlText.literal(NativeNames.DEFINER.name());

    /** Rows carry the lower half of a transaction's number. */
    private static final String OURS =
            "SELECT (pg_current_xact_id()::text::bigint % 4294967296)::text";

    private Applies() {}

    /** To be called while no other apply runs in the cluster. */
    static void sign(Connection connection) throws SQLException {
        if (!Session.hasRole(connection, NativeNames.DEFINER)) {
            return;
        }
        List<String> all = new ArrayList<>(latest(connection));
        all.add(Query.first(connection, OURS));
        List<String> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
        Query.run(
                connection,
                "COMMENT ON ROLE "
                        + NativeNames.DEFINER.quoted()
                        + " IS "
                        + SqlText.literal(StateCompiler.OWN + SINCE + String.join(" ", kept)));
    }

    /** The transactions, as rows name them; none where Sallyport never applied anything. */
    public static List<String> latest(Connection connection) throws SQLException {
        if (!Session.hasRole(connection, NativeNames.DEFINER)) {
            return List.of();
        }
        String comment = Query.first(connection, COMMENT);
        int at = comment == null ? -1 : comment.indexOf(SINCE);
        return at < 0 ? List.of() : List.of(comment.substring(at + SINCE.length()).split(" "));
    }
}
