package dev.sallyport.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps an apply from a lock. Sessions of people who lose by it are ended, as they would be
 * after it; others are only named. It looks on while the apply waits: who comes back at once then
 * waits behind it.
 */
final class Blockers implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private static final String LOOK =
            "SELECT b.pid, coalesce(a.usename::text, ''), CASE WHEN a.usename::text = ANY (?) THEN"
                    + " pg_terminate_backend(b.pid) ELSE false END FROM unnest(pg_blocking_pids(?)) AS"
                    + " b(pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid";

    private final TargetDatabase target;
    private final Set<String> losers;
    private final Set<String> others = new ConcurrentSkipListSet<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread looking;

    Blockers(TargetDatabase target, Set<String> losers) {
        this.target = target;
        this.losers = losers;
    }

    /** From now on, for whatever the connection waits. */
    void watch(Connection waiting) throws SQLException {
        others.clear();
        if (looking == null) {
            int pid = Integer.parseInt(Query.first(waiting, "SELECT pg_backend_pid()"));
            looking = Thread.ofVirtual().name("blockers").start(() -> look(pid));
        }
    }

    /** Who of the others was in the way since; login and process, nothing else. */
    Set<String> others() {
        return Set.copyOf(others);
    }

    private void look(int waiting) {
        try (Connection second = target.connect();
                PreparedStatement look = second.prepareStatement(LOOK)) {
            look.setArray(1, second.createArrayOf("text", losers.toArray()));
            look.setInt(2, waiting);
            while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                try (ResultSet rows = look.executeQuery()) {
                    while (rows.next()) {
                        note(rows);
                    }
                }
            }
        } catch (SQLException e) {
            // The apply meets the same database, and says what is wrong with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(ResultSet row) throws SQLException {
        String login = row.getString(2);
        if (row.getInt(1) == 0) {
            others.add("a prepared transaction");
        } else if (!login.isEmpty() && !losers.contains(login)) {
            others.add("`" + login + "` (process " + row.getInt(1) + ")");
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
