package dev.sallyport.provision.drift;

import java.util.List;

/** What Sallyport may undo: what {@code manage:} names and what is its own; nothing else. */
final class Reach {
    private final Watched watched;
    private final Standing standing;

    Reach(Watched watched, Standing standing) {
        this.watched = watched;
        this.standing = standing;
    }

    Reversal of(Difference difference) {
        if (difference.isOnlyTouched()) {
            return new Reversal.Nothing();
        }
        List<String> sql = Undoing.of(difference);
        // Where it belongs is where it was.
        Fact fact = difference.isRenamed() ? difference.before().orElseThrow() : difference.fact();
        boolean isWithin =
                difference.isRenamed()
                        ? mayRename(fact)
                        : isWithin(fact)
                                || isOfOurSchema(difference)
                                || isOfAdoptedRole(difference);
        if (!isWithin) {
            return new Reversal.Refused(
                    "`" + Wording.object(fact) + "` is outside of what `manage:` names", sql);
        }
        if (drops(difference)) {
            return new Reversal.Refused(
                    "`" + Wording.object(fact) + "` may hold data, which is never dropped", sql);
        }
        return sql.isEmpty()
                ? new Reversal.Refused(
                        "what `" + Wording.object(fact) + "` was is not known any more", sql)
                : new Reversal.Statements(sql);
    }

    private static boolean drops(Difference difference) {
        return difference.isNew()
                && switch (difference.kind()) {
                    case RELATION -> !difference.fact().words().equals("view");
                    case COLUMN -> true;
                    default -> false;
                };
    }

    boolean isMendedByApply(Difference difference) {
        Fact fact = difference.fact();
        return switch (fact.kind()) {
            case MEMBER, GRANT ->
                    standing.isOurs(fact.name())
                            || standing.isOurs(fact.grantee())
                            || standing.isOurSchema(fact.schema());
            case ROLE -> standing.isOurs(fact.name());
            default -> false;
        };
    }

    /** Who owns it says whose it is, so no plan mends that. */
    private boolean isOfOurSchema(Difference difference) {
        return difference.kind() == FactKind.SCHEMA
                && !difference.isNew()
                && standing.isOurSchema(difference.fact().name());
    }

    /** What it may; whether it is there at all is not for us to say. */
    private boolean isOfAdoptedRole(Difference difference) {
        return difference.kind() == FactKind.ROLE
                && !difference.isNew()
                && !difference.isGone()
                && watched.adopts(difference.fact().name());
    }

    private boolean mayRename(Fact was) {
        return switch (was.kind()) {
            case ROLE -> standing.isOurs(was.name());
            case SCHEMA -> isOurs(was.name());
            default -> isWithin(was);
        };
    }

    private boolean isOurs(String schema) {
        return watched.manages(schema) || standing.isOurSchema(schema);
    }

    private boolean isWithin(Fact fact) {
        return switch (fact.kind()) {
            case GRANT ->
                    switch (fact.target()) {
                        case "table", "column", "sequence", "function", "type" ->
                                isOurs(fact.schema());
                        case "schema" -> isOurs(fact.name());
                        case "database" -> fact.name().equals(watched.database());
                        case "default" -> watched.adopts(fact.part());
                        default -> false;
                    };
            case MEMBER -> watched.adopts(fact.name()) || watched.adopts(fact.grantee());
            case SETTING -> watched.adopts(fact.grantee());
            case RELATION,
                    ROW_SECURITY,
                    COLUMN,
                    POLICY,
                    TRIGGER,
                    RULE,
                    CONSTRAINT,
                    UNIQUE_INDEX,
                    REPLICA_IDENTITY,
                    FUNCTION,
                    TYPE ->
                    isOurs(fact.schema());
            default -> false;
        };
    }
}
