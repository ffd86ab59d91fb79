package dev.sallyport.provision.drift;

import dev.sallyport.policy.Policy;
import dev.sallyport.provision.Query;
import dev.sallyport.provision.TargetDatabase;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one database over one connection and says what is not as Sallyport left it.
 *
 * <p>A look costs next to nothing while nobody writes, a few milliseconds when somebody wrote
 * something, and tens of milliseconds when a catalog changed. It takes no lock, and no statement of
 * it runs longer than its timeout.
 */
public final class DriftWatch implements Closeable {
    /** A catalog of a hundred thousand tables is read in less. */
    private static final String PATIENCE = "SET statement_timeout = '10s'";

    /** A server that is silent for longer than any statement may run is gone. */
    private static final int SILENCE_MILLIS = 15_000;

    /** Nothing here waits for a lock; this is in case some catalog is locked whole. */
    private static final String NO_QUEUE = "SET lock_timeout = '500ms'";

    /** An apply of ours may commit between two statements of one look; it will not do so thrice. */
    private static final int LOOKS = 3;

    /** Of large catalogs: looking never takes more than a twentieth of the time. */
    private static final int SHARE = 20;

    /** With the half second between looks, what happens is seen within two. */
    public static final Duration LONGEST_PAUSE = Duration.ofMillis(1200);

    /** Flaps still shown; all of them are in the record. */
    private static final int FLAPS_KEPT = 100;

    /** The log is read seconds late at most. */
    private static final int SHOWN_KEPT = 1_000;

    private final String name;
    private final Supplier<TargetDatabase> target;
    private final BaselineStore store;
    private final Duration longestPause;
    private final WalScan wal = new WalScan();
    private final Present present = new Present();
    private final List<Flap> flaps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> shown = new LinkedHashSet<>();
    private @Nullable Connection connection;
    private @Nullable Seen last;
    private Set<Guarded> hidden = Set.of();
    private long highestSerial;
    private long nextAt = System.nanoTime();

    /** What the last look saw, and what makes it stale. */
    private record Seen(
            String gate,
            String fingerprint,
            String policy,
            Instant at,
            Sighting sighting,
            Look look) {
        /** Whether something accepted is so no longer. */
        boolean endsBy(Instant now) {
            return sighting.baseline().stream()
                    .flatMap(baseline -> baseline.accepted().stream())
                    .anyMatch(one -> one.until().isAfter(at) && !one.until().isAfter(now));
        }

        boolean isOf(Policy other) {
            return policy.equals(other.hash());
        }
    }

    /**
     * @param longestPause between two looks at a busy server; {@link #LONGEST_PAUSE} is meant
     */
    public DriftWatch(TargetDatabase target, BaselineKeeper keeper, Duration longestPause) {
        this(target.name(), () -> target, keeper, longestPause);
    }

    /**
     * @param target asked anew for each connection: its administrator's password may have changed
     */
    public DriftWatch(
            String name,
            Supplier<TargetDatabase> target,
            BaselineKeeper keeper,
            Duration longestPause) {
        this.name = name;
        this.target = target;
        this.store = keeper.store();
        this.longestPause = longestPause;
    }

    /** Asks as little as shows that nothing changed; a busy server's looks are spaced out. */
    public synchronized Look tick(Policy policy, Instant now) throws SQLException {
        Seen seen = last;
        Connection open = connection();
        String gate = Fingerprint.gate(open);
        if (seen != null && seen.gate().equals(gate) && seen.isOf(policy) && !wal.isBehind()) {
            return seen.endsBy(now) ? report(seen, policy, now) : seen.look();
        }
        if (seen != null && System.nanoTime() - nextAt < 0) {
            return seen.look();
        }
        long begun = System.nanoTime();
        scan(open);
        String fingerprint = Fingerprint.of(open, hidden);
        Sighting sighting =
                seen != null && seen.fingerprint().equals(fingerprint)
                        ? seen.sighting()
                        : sight(open);
        pause(System.nanoTime() - begun);
        return report(
                new Seen(gate, fingerprint, policy.hash(), now, sighting, Look.NONE), policy, now);
    }

    /** Looks at everything, whatever the fingerprint says. */
    public synchronized Look look(Policy policy, Instant now) throws SQLException {
        Connection open = connection();
        scan(open);
        String gate = Fingerprint.gate(open);
        String fingerprint = Fingerprint.of(open, hidden);
        return report(
                new Seen(gate, fingerprint, policy.hash(), now, sight(open), Look.NONE),
                policy,
                now);
    }

    /** Takes note of flaps that were answered. */
    public synchronized void forgetFlaps() {
        flaps.clear();
        last = null;
    }

    /** Ends the connection; the next look opens another. */
    @Override
    public synchronized void close() {
        Connection open = connection;
        connection = null;
        last = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // A connection that does not close is closed by its server.
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = target.get().connect();
            connection = open;
            open.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
            Query.run(open, "SET application_name = 'sallyport-drift'");
            Query.run(open, PATIENCE);
            Query.run(open, NO_QUEUE);
            Query.run(open, "SET search_path = ''");
            hidden = Guarded.from(open);
        }
        return open;
    }

    private void scan(Connection open) throws SQLException {
        notes.clear();
        present.look(open);
        Optional.of(Guarded.note(hidden)).filter(note -> !note.isEmpty()).ifPresent(notes::add);
        switch (wal.since(open, () -> knownTransactions(open))) {
            case WalScan.Seen.Read(List<Flap> found) ->
                    found.forEach(
                            flap -> flaps.add(present.in(flap.xid()).map(flap::by).orElse(flap)));
            case WalScan.Seen.Skipped _ ->
                    notes.add(
                            "too much was written to read the log; a membership granted and revoked"
                                    + " again meanwhile went unseen");
            case WalScan.Seen.Unreadable _ ->
                    notes.add(
                            "a membership granted and revoked again between two looks goes unseen:"
                                    + " pg_walinspect is not there, or not for this account");
        }
        while (flaps.size() > FLAPS_KEPT) {
            flaps.removeFirst();
        }
    }

    /** Our own, and those whose memberships were seen while they stood. */
    private Set<String> knownTransactions(Connection open) throws SQLException {
        Set<String> known = new HashSet<>();
        if (store.read(open) instanceof BaselineStore.Reading.Sound(Baseline baseline)) {
            known.addAll(baseline.own());
        }
        known.addAll(shown);
        return known;
    }

    /** Names come from the server's caches, so a look during a change is not of one moment. */
    private Sighting sight(Connection open) throws SQLException {
        Sighting sighting = inOneMoment(open);
        for (int look = 1; look < LOOKS && !sighting.differences().isEmpty(); look++) {
            Sighting again = inOneMoment(open);
            if (again.differences().equals(sighting.differences())) {
                return again;
            }
            sighting = again;
        }
        return sighting;
    }

    /** What was told while it stood is no flap when the log is read late. */
    private void remember(Sighting sighting) {
        sighting.differences().stream()
                .filter(one -> one.kind() == FactKind.MEMBER)
                .flatMap(one -> one.after().stream())
                .map(Fact::xid)
                .forEach(shown::add);
        while (shown.size() > SHOWN_KEPT) {
            shown.remove(shown.iterator().next());
        }
    }

    private Sighting inOneMoment(Connection open) throws SQLException {
        open.setAutoCommit(false);
        try {
            Query.run(open, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            Sighting sighting = Sighting.of(open, store, present);
            remember(sighting);
            return sighting;
        } finally {
            open.rollback();
            open.setAutoCommit(true);
        }
    }

    private void pause(long cost) {
        nextAt = System.nanoTime() + Math.min(cost * SHARE, longestPause.toNanos());
    }

    private Look report(Seen seen, Policy policy, Instant now) throws SQLException {
        Watched watched = Watched.of(policy, name, connection().getCatalog());
        Report report = new Report(seen.sighting(), watched, now);
        Map<Finding, Difference> differences = report.findings();
        List<Finding> findings = new ArrayList<>();
        if (isStillAsFound(seen.sighting(), watched)) {
            notes.add("nothing was applied here yet, so nothing can have drifted");
        } else {
            findings.addAll(Report.trouble(trouble(seen.sighting())));
        }
        flaps.forEach(flap -> findings.add(flap.finding()));
        findings.addAll(differences.keySet());
        Look look = new Look(findings, notes, differences, report.elsewhere(), report.reach());
        last = new Seen(seen.gate(), seen.fingerprint(), policy.hash(), now, seen.sighting(), look);
        return look;
    }

    /** An adopted database has no door, and so no baseline, until a role is for it. */
    private static boolean isStillAsFound(Sighting sighting, Watched watched) {
        return watched.adopted().isPresent()
                && sighting.now().all().stream()
                        .noneMatch(
                                fact -> fact.kind() == FactKind.SCHEMA && fact.name().equals("sp"));
    }

    private String trouble(Sighting sighting) {
        long serial = sighting.baseline().map(Baseline::serial).orElse(highestSerial);
        if (serial < highestSerial) {
            return "an older one put back";
        }
        highestSerial = serial;
        return sighting.trouble();
    }
}
