package dev.sallyport.app;

import dev.sallyport.policy.Policy;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.provision.drift.BaselineKeeper;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The databases of a deployment one by one, and what is changed in one of them besides plans. */
final class Databases {
    private final DatabaseServer server;
    private final Passwords passwords;
    private final byte[] driftKey;
    private final InForce inForce;
    private final Path data;
    private final InstantSource clock;

    /**
     * @param driftKey what baselines are sealed with
     */
    Databases(
            DatabaseServer server,
            Passwords passwords,
            byte[] driftKey,
            InForce inForce,
            Path data,
            InstantSource clock) {
        this.server = server;
        this.passwords = passwords;
        this.driftKey = driftKey.clone();
        this.inForce = inForce;
        this.data = data;
        this.clock = clock;
    }

    Provisioner door(String database) {
        return door(database, keeper(database));
    }

    Provisioner door(String database, BaselineKeeper keeper) {
        return new Provisioner(target(database), passwords, keeper);
    }

    TargetDatabase target(String database) {
        return server.target(database);
    }

    BaselineKeeper keeper(String database) {
        return new BaselineKeeper(driftKey, database);
    }

    /** Undoes what a stranger did. */
    Applied revert(String database, List<String> statements) {
        return change(database, door -> door.revert(statements));
    }

    /** Shuts the accounts of people who are to be out at once. */
    Applied shut(String database, Set<String> logins) {
        return change(database, door -> door.shut(logins));
    }

    Applied change(String database, Function<Provisioner, Applied> how) {
        BaselineKeeper keeper = keeper(database);
        Applied applied = how.apply(door(database, keeper));
        tellOthers(database, keeper, inForce.content().policy());
        return applied;
    }

    /** One that cannot be told shows as drift there what was done here, until somebody looks. */
    void tellOthers(String database, BaselineKeeper keeper, Policy policy) {
        for (String other : policy.catalog().databases().keySet()) {
            if (!other.equals(database)) {
                try {
                    keeper.tell(keeper(other), target(other));
                } catch (SQLException e) {
                    FailureLog.write(data, e, clock);
                }
            }
        }
    }
}
