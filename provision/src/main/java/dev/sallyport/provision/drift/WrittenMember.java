package dev.sallyport.provision.drift;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pg_auth_members} as the write-ahead log has it: who became a member of what, and
 * in whose name. From PostgreSQL 16 on, which shows what a record wrote.
 */
record WrittenMember(long role, long member, long grantor) {
    /** {@code SizeofHeapTupleHeader}: what of a row the log leaves out. */
    private static final int ROW_HEADER = 23;

    /** {@code t_infomask2}, {@code t_infomask} and {@code t_hoff} go before a logged row. */
    private static final int LOGGED_HEADER = 5;

    private static final long FIRST_SUPERUSER = 10;
    private static final int PAGE_HEADER = 24;
    private static final int POINTER = 4;

    /** The offset in a line pointer; the rest are flags and a length. */
    private static final int OFFSET_BITS = 0x7fff;

    private static final Pattern POSITION = Pattern.compile("off: (\\d+)");

    private static final String READABLE =
            "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE"
                    + " p.proname = 'pg_get_wal_block_info' AND quote_ident(n.nspname) = ";

    private static final String MAY = " AND has_function_privilege(p.oid, 'EXECUTE')";

    private static final String ROWS =
            "SELECT b.xid::text, b.description, b.block_data, b.block_fpi_data FROM ";

    private static final String BETWEEN =
            ".pg_get_wal_block_info('0/0'::pg_lsn + ?::numeric, '0/0'::pg_lsn + ?::numeric) b WHERE"
                    + " b.reldatabase = 0 AND b.relfilenode ="
                    + " pg_relation_filenode('pg_catalog.pg_auth_members') AND b.record_type LIKE"
                    + " 'INSERT%'";

    /** By transaction, all that a stretch of the log wrote; empty where it cannot be read. */
    static Map<String, List<WrittenMember>> between(
            Connection connection, String schema, long begin, long end) throws SQLException {
        Map<String, List<WrittenMember>> found = new HashMap<>();
        if (Sql.number(connection, READABLE + "'" + schema.replace("'", "''") + "'" + MAY) == 0) {
            return found;
        }
        try (PreparedStatement statement = connection.prepareStatement(ROWS + schema + BETWEEN)) {
            statement.setLong(1, begin);
            statement.setLong(2, end);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    List<WrittenMember> of =
                            found.computeIfAbsent(rows.getString(1), xid -> new ArrayList<>());
                    of(rows.getString(2), rows.getBytes(3), rows.getBytes(4)).ifPresent(of::add);
                }
            }
        }
        return found;
    }

    /** A page that is written whole brings its row along, and the record leaves it out. */
    static Optional<WrittenMember> of(
            String description, byte @Nullable [] row, byte @Nullable [] page) {
        try {
            if (row != null && row.length > LOGGED_HEADER) {
                int begin = row[LOGGED_HEADER - 1] & 0xff;
                return Optional.of(at(little(row), LOGGED_HEADER + begin - ROW_HEADER));
            }
            Matcher position = POSITION.matcher(description);
            if (page == null || !position.find()) {
                return Optional.empty();
            }
            ByteBuffer bytes = little(page);
            int pointer = PAGE_HEADER + (Integer.parseInt(position.group(1)) - 1) * POINTER;
            int begin = bytes.getInt(pointer) & OFFSET_BITS;
            return Optional.of(at(bytes, begin + (page[begin + ROW_HEADER - 1] & 0xff)));
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Its own number goes first. */
    private static WrittenMember at(ByteBuffer bytes, int begin) {
        return new WrittenMember(
                Integer.toUnsignedLong(bytes.getInt(begin + Integer.BYTES)),
                Integer.toUnsignedLong(bytes.getInt(begin + 2 * Integer.BYTES)),
                Integer.toUnsignedLong(bytes.getInt(begin + 3 * Integer.BYTES)));
    }

    /** {@code nora in role physician}. */
    String words(Connection connection) throws SQLException {
        return name(connection, member) + " in role " + name(connection, role);
    }

    /** In whose name it was given; empty for the first superuser, who stands for all of them. */
    Optional<String> giver(Connection connection) throws SQLException {
        return grantor == FIRST_SUPERUSER
                ? Optional.empty()
                : Optional.of(name(connection, grantor));
    }

    private static String name(Connection connection, long number) throws SQLException {
        String name = Sql.first(connection, "SELECT rolname FROM pg_roles WHERE oid = " + number);
        return name.isEmpty() ? "a role that is gone" : name;
    }
}
