package dev.sallyport.provision.drift;

import java.util.List;

/** What Sallyport may undo: what {@code manage:} names and what is its own; nothing else. */
final class Reach {
    private final Watched watched;

    Reach(Watched watched) {
        this.watched = watched;
    }

    Reversal of(Difference difference) {
        if (difference.isOnlyTouched()) {
            return new Reversal.Nothing();
        }
        List<String> sql = Undoing.of(difference);
        Fact fact = difference.fact();
        if (!isWithin(fact)) {
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

    private boolean isWithin(Fact fact) {
        return switch (fact.kind()) {
            case GRANT ->
                    switch (fact.target()) {
                        case "table", "column", "sequence", "function", "type" ->
                                watched.manages(fact.schema());
                        case "schema" -> watched.manages(fact.name());
                        case "database" -> fact.name().equals(watched.database());
                        default -> false;
                    };
            case RELATION, ROW_SECURITY, COLUMN, POLICY, TRIGGER, RULE, FUNCTION, TYPE ->
                    watched.manages(fact.schema());
            default -> false;
        };
    }
}
