package dev.sallyport.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What of the cluster's roles is for other governed databases: roles belong to the cluster, and no
 * plan takes from one database what stands for another.
 *
 * @param shared roles that another database stands on
 * @param elsewhere those of them that nothing here stands on
 * @param strangers accounts of {@code elsewhere} whose password is not made by us
 */
record Neighbours(Set<String> shared, Set<String> elsewhere, Set<String> strangers) {
    static final Neighbours NONE = new Neighbours(Set.of(), Set.of(), Set.of());

    Neighbours {
        shared = Set.copyOf(shared);
        elsewhere = Set.copyOf(elsewhere);
        strangers = Set.copyOf(strangers);
    }

    /**
     * @param isForeign whether an account's password is another's
     */
    static Neighbours of(Connection connection, Predicate<String> isForeign) throws SQLException {
        Set<String> shared = new TreeSet<>();
        Set<String> elsewhere = new TreeSet<>();
        Query.each(
                connection,
                "neighbours.sql",
                row -> {
                    shared.add(row.getString(1));
                    if (!row.getBoolean(2)) {
                        elsewhere.add(row.getString(1));
                    }
                });
        Set<String> strangers = new TreeSet<>(elsewhere);
        strangers.removeIf(isForeign.negate());
        return new Neighbours(shared, elsewhere, strangers);
    }

    /** What is seen, without what stands for others and is not wanted here. */
    NativeState without(NativeState seen, NativeState wanted) {
        return shared.isEmpty()
                ? seen
                : new NativeState(
                        seen.objects().stream()
                                .filter(one ->
                                        wanted.like(one).isPresent() || !isTheirs(one, wanted))
                                .toList());
    }

    /** By which everybody of ours comes into another governed database. */
    static boolean isEntrance(NativeObject.Grant grant, String here) {
        return grant.on() instanceof Securable.Database(String name)
                && !name.equals(here)
                && grant.privilege().equals("CONNECT")
                && grant.grantee().filter(NativeNames.PERSON::equals).isPresent();
    }

    private boolean isTheirs(NativeObject seen, NativeState wanted) {
        return switch (seen) {
            case NativeObject.GroupRole role -> shared.contains(role.name().name());
            case NativeObject.LoginRole login -> shared.contains(login.name().name());
            case NativeObject.Membership membership ->
                    (shared.contains(membership.role().name())
                                    && !wanted.hasGroup(membership.role()))
                            || (elsewhere.contains(membership.member().name())
                                    && !wanted.hasLogin(membership.member()));
            default -> false;
        };
    }
}
