package dev.sallyport.provision.drift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Memberships granted and revoked again between two looks, read from the write-ahead log, which no
 * session can keep out of it. Needs {@code pg_walinspect}.
 */
final class WalScan {
    /** More than a busy server writes between two looks; a larger stretch is skipped and said. */
    private static final long LONGEST_STRETCH = 16L * 1024 * 1024;

    /** Eight pages whole, which is what one statement on a catalog writes at most at a time. */
    private static final long LONGEST_RECORD = 64L * 1024;

    /** A grant not yet committed may be revoked some looks later; then it is forgotten. */
    private static final int LOOKS_KEPT = 20;

    private static final String UNREADABLE =
            Finding.UNKNOWN
                    + ": the log shows here that something was written, not what or by whom";

    private static final String SOME_SUPERUSER =
            Finding.UNKNOWN + ": a superuser; PostgreSQL writes the same one down for all of them";

    private static final String SCHEMA =
            "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid ="
                    + " e.extnamespace JOIN pg_proc p ON p.pronamespace = n.oid AND p.proname ="
                    + " 'pg_get_wal_records_info' WHERE e.extname = 'pg_walinspect' AND"
                    + " has_function_privilege(p.oid, 'EXECUTE')";

    private static final String FLUSHED = "SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn";

    /** With synchronous_commit off, what is committed may be written a moment later. */
    private static final String UNFLUSHED =
            "SELECT pg_current_wal_insert_lsn() - pg_current_wal_flush_lsn()";

    private long position = -1;
    private boolean behind;
    private final Map<String, Open> unexplained = new LinkedHashMap<>();

    /** A grant that nothing explains yet. */
    private record Open(Flap flap, int looks) {
        Open later() {
            return new Open(flap, looks - 1);
        }
    }

    /** What one look into the log showed. */
    sealed interface Seen {

        /**
         * Everything since the last look was read.
         *
         * @param flaps grants that are gone again
         */
        record Read(List<Flap> flaps) implements Seen {}

        /** Too much was written to be read. */
        record Skipped() implements Seen {}

        /** This server's log cannot be read. */
        record Unreadable() implements Seen {}
    }

    /** Transactions that need no telling; asked only when there is something to explain. */
    interface Known {
        Set<String> transactions() throws SQLException;
    }

    Seen since(Connection connection, Known known) throws SQLException {
        String schema = readable(connection);
        if (schema.isEmpty()) {
            return new Seen.Unreadable();
        }
        behind = Sql.number(connection, UNFLUSHED) > 0;
        long end = Sql.number(connection, FLUSHED);
        long begin = position;
        position = end;
        if (begin < 0 || begin >= end) {
            return new Seen.Read(List.of());
        }
        if (end - begin > LONGEST_STRETCH) {
            return new Seen.Skipped();
        }
        try {
            return new Seen.Read(read(connection, schema, begin, end, known));
        } catch (SQLException e) {
            return unread(begin, end, e);
        }
    }

    /** A stretch may end before its first record does: it is read with the next one. */
    private Seen unread(long begin, long end, SQLException cause) throws SQLException {
        if (cause.getSQLState() == null || cause.getSQLState().startsWith("08")) {
            throw cause;
        }
        if (end - begin > LONGEST_RECORD) {
            return new Seen.Skipped();
        }
        position = begin;
        behind = true;
        return new Seen.Read(List.of());
    }

    /** Whether there was more to read than could be read. */
    boolean isBehind() {
        return behind;
    }

    private static String readable(Connection connection) throws SQLException {
        return Sql.first(connection, SCHEMA);
    }

    private List<Flap> read(Connection connection, String schema, long begin, long end, Known known)
            throws SQLException {
        Set<String> granting = new HashSet<>();
        Set<String> revoking = new HashSet<>();
        Set<String> explained = new HashSet<>();
        // What is in the table by now is no flap.
        String records =
                "SELECT w.xid::text, w.record_type ~ 'DELETE', EXISTS (SELECT 1 FROM pg_auth_members"
                        + " m WHERE m.xmin::text = w.xid::text) FROM "
                        + schema
                        + ".pg_get_wal_records_info('0/0'::pg_lsn + ?::numeric, '0/0'::pg_lsn +"
                        + " ?::numeric) w WHERE w.resource_manager IN ('Heap', 'Heap2') AND"
                        + " w.record_type ~ 'INSERT|UPDATE|DELETE' AND w.block_ref ~ ('1664/0/' ||"
                        + " pg_relation_filenode('pg_catalog.pg_auth_members') || ' ')";
        try (PreparedStatement statement = connection.prepareStatement(records)) {
            statement.setLong(1, begin);
            statement.setLong(2, end);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String xid = rows.getString(1);
                    if (rows.getBoolean(2)) {
                        revoking.add(xid);
                    } else {
                        granting.add(xid);
                    }
                    if (rows.getBoolean(3)) {
                        explained.add(xid);
                    }
                }
            }
        }
        granting.removeAll(unexplained.keySet());
        if (!granting.isEmpty()) {
            var written = WrittenMember.between(connection, schema, begin, end);
            for (String xid : granting) {
                Flap flap = flap(connection, xid, written.getOrDefault(xid, List.of()));
                unexplained.put(xid, new Open(flap, LOOKS_KEPT));
            }
        }
        if (unexplained.isEmpty()) {
            return List.of();
        }
        Set<String> own = known.transactions();
        explained.addAll(own);
        revoking.removeAll(own);
        return flaps(connection, explained, revoking);
    }

    private static Flap flap(Connection connection, String xid, List<WrittenMember> written)
            throws SQLException {
        if (written.isEmpty()) {
            return new Flap(xid, "of a role, in transaction " + xid, UNREADABLE);
        }
        Set<String> objects = new LinkedHashSet<>();
        Set<String> givers = new LinkedHashSet<>();
        for (WrittenMember one : written) {
            objects.add(one.words(connection));
            one.giver(connection).ifPresent(givers::add);
        }
        return new Flap(
                xid,
                String.join(", ", objects),
                givers.isEmpty() ? SOME_SUPERUSER : String.join(", ", givers) + Authors.GRANTOR);
    }

    private List<Flap> flaps(Connection connection, Set<String> explained, Set<String> revoking)
            throws SQLException {
        List<Flap> flaps = new ArrayList<>();
        Iterator<Map.Entry<String, Open>> open = unexplained.entrySet().iterator();
        while (open.hasNext()) {
            Map.Entry<String, Open> one = open.next();
            one.setValue(one.getValue().later());
            if (explained.contains(one.getKey()) || one.getValue().looks() <= 0) {
                open.remove();
            } else if (!revoking.isEmpty()) {
                open.remove();
                if (isCommitted(connection, one.getKey())) {
                    flaps.add(one.getValue().flap());
                }
            }
        }
        return flaps;
    }

    /** The upper half of the number is that of now: the log read is minutes old at most. */
    private static boolean isCommitted(Connection connection, String xid) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT pg_xact_status((((pg_snapshot_xmax(pg_current_snapshot())::text::numeric"
                                + "::bigint >> 32) << 32) + "
                                + Long.parseLong(xid)
                                + ")::text::xid8)")
                .equals("committed");
    }
}
