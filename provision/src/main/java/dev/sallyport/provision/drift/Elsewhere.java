package dev.sallyport.provision.drift;

import dev.sallyport.provision.Applies;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the applies of another deployment on this cluster did. The list of them is a comment, which
 * who administers roles could write: so it explains only what reaches nothing here.
 */
final class Elsewhere {
    /** How the roles begin that people are members of. */
    private static final String GROUP = "sp_role_";

    private final Set<String> applies;

    private Elsewhere(Set<String> applies) {
        this.applies = applies;
    }

    static Elsewhere read(Connection connection) throws SQLException {
        return new Elsewhere(new HashSet<>(Applies.latest(connection)));
    }

    boolean explains(Difference difference, Standing standing, Watched watched, Facts now) {
        Fact fact = difference.fact();
        boolean isTheirs =
                switch (fact.kind()) {
                    case ROLE, COMMENT -> standing.isNeighbour(fact.name());
                    case SETTING -> standing.isNeighbour(fact.grantee());
                    case MEMBER -> isTheirs(fact, standing);
                    case GRANT ->
                            fact.target().equals("database")
                                    && !fact.name().equals(watched.database());
                    default -> false;
                };
        return isTheirs
                && !difference.isRenamed()
                && difference.after().filter(is -> Standing.isMighty(is.words())).isEmpty()
                && isDoneByAnApply(difference, now);
    }

    /** Deployments share roles by name; without a row in {@code sp.held} one shows nothing here. */
    private static boolean isTheirs(Fact fact, Standing standing) {
        boolean showsNothing =
                fact.name().equals(Standing.PERSON)
                        || (fact.name().startsWith(GROUP) && !fact.words().contains("ADMIN TRUE"));
        return showsNothing
                ? standing.isNeighbour(fact.grantee())
                : standing.isNeighbour(fact.name()) && !standing.isHere(fact.grantee());
    }

    /**
     * What is gone left no row behind, and with it went a right; a grant's row is its database's.
     */
    private boolean isDoneByAnApply(Difference difference, Facts now) {
        Fact fact = difference.fact();
        if (fact.kind() == FactKind.GRANT) {
            return now.all().stream()
                    .filter(one -> one.kind() == FactKind.DATABASE)
                    .filter(one -> one.name().equals(fact.name()))
                    .anyMatch(one -> applies.contains(one.xid()));
        }
        Optional<Fact> after = difference.after();
        return after.isEmpty() || applies.contains(after.get().xid());
    }
}
