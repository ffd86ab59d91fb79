package dev.sallyport.provision.drift;

import dev.sallyport.provision.Query;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.provision.Witness;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps the baseline in step with our own changes, in their transaction. */
public final class BaselineKeeper implements Witness {
    private static final long XIDS = 1L << 32;

    /** The lock every apply holds. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(8315168213)";

    /** Who changed what is in the record by then. */
    private static final String FORGET =
            "DELETE FROM sp.noted WHERE at < clock_timestamp() - interval '30 days'";

    private final BaselineStore store;
    private Optional<Moved> moved = Optional.empty();

    /** What the last transaction of ours did to the cluster. */
    private record Moved(Facts before, Facts after, String xid) {}

    /**
     * @param key of the seal; whoever has it can write a baseline
     * @param database the database's name in the policy
     */
    public BaselineKeeper(byte[] key, String database) {
        this.store = new BaselineStore(new Seal(key), database);
    }

    BaselineStore store() {
        return store;
    }

    @Override
    public Account before(Connection connection) throws SQLException {
        Facts before = FactReader.read(connection);
        return then -> after(then, before);
    }

    private void after(Connection connection, Facts before) throws SQLException {
        if (!store.hasRoom(connection)) {
            return;
        }
        Facts after = FactReader.read(connection);
        String xid = ownXid(connection);
        moved = Optional.of(new Moved(before.ofCluster(), after.ofCluster(), xid));
        Query.run(connection, FORGET);
        store.write(
                connection,
                switch (store.read(connection)) {
                    case BaselineStore.Reading.Sound(Baseline known) ->
                            known.with(known.facts().following(before, after, xid), xid);
                    case BaselineStore.Reading.Absent _ ->
                            Baseline.first(after, xid, millis(connection));
                    case BaselineStore.Reading.Forged _ ->
                            Baseline.first(after, xid, millis(connection));
                });
    }

    /**
     * Tells the baseline of another database of the cluster what the last change of ours did to
     * what they share, so that it is no drift there.
     */
    public void tell(BaselineKeeper other, TargetDatabase target) throws SQLException {
        if (moved.isPresent()) {
            Moved ours = moved.get();
            other.write(
                    target,
                    known ->
                            known.with(
                                    known.facts()
                                            .following(ours.before(), ours.after(), ours.xid()),
                                    ours.xid()));
        }
    }

    /**
     * From now until its day somebody answers for a finding.
     *
     * @return whether there was a baseline to write it in
     */
    public boolean accept(TargetDatabase target, Finding finding, String reason, Instant until)
            throws SQLException {
        return write(
                target,
                known -> known.accepting(new Baseline.Accepted(finding.id(), reason, until)));
    }

    /** Takes a finding of a look for how it is from now on: there is nothing to undo. */
    public boolean note(TargetDatabase target, Look look, Finding finding) throws SQLException {
        return write(
                target,
                known ->
                        look.difference(finding)
                                .map(one -> known.following(known.facts().with(one)))
                                .orElse(known));
    }

    /** Takes what another deployment applied for how it is: no list of applies lasts for ever. */
    public void noteApplies(TargetDatabase target, Look look) throws SQLException {
        write(
                target,
                known -> {
                    Facts facts = known.facts();
                    for (Difference one : look.elsewhere()) {
                        facts = facts.with(one);
                    }
                    return known.following(facts);
                });
    }

    /** Takes a database that lost its baseline for how it is now. */
    public void renew(TargetDatabase target) throws SQLException {
        try (Connection connection = target.connect()) {
            connection.setAutoCommit(false);
            Query.run(connection, ONE_AT_A_TIME);
            Facts now = FactReader.read(connection);
            store.write(connection, Baseline.first(now, ownXid(connection), millis(connection)));
            connection.commit();
        }
    }

    private static long millis(Connection connection) throws SQLException {
        return Sql.number(
                connection, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    }

    private boolean write(TargetDatabase target, UnaryOperator<Baseline> change)
            throws SQLException {
        try (Connection connection = target.connect()) {
            connection.setAutoCommit(false);
            Query.run(connection, ONE_AT_A_TIME);
            boolean sound =
                    store.read(connection) instanceof BaselineStore.Reading.Sound(Baseline known)
                            && writes(connection, change.apply(known));
            connection.commit();
            return sound;
        }
    }

    private boolean writes(Connection connection, Baseline next) throws SQLException {
        store.write(connection, next);
        return true;
    }

    /** Rows carry the lower half of a transaction's number. */
    static String ownXid(Connection connection) throws SQLException {
        return String.valueOf(
                Sql.number(connection, "SELECT pg_current_xact_id()::text::bigint") % XIDS);
    }
}
