package dev.sallyport.provision.drift;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who did what, as far as somebody noted it: an event trigger, whoever looked at the right moment,
 * or the grant itself. Nobody is guessed; where nobody noted it, the reason is said.
 */
final class Authors {
    private static final String THERE =
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                    + " n.nspname = 'sp' AND c.relname = 'noted'";

    /** A program's name is its own choice; no control character of it reaches a terminal. */
    private static final String NOTED =
            "SELECT xid, who || CASE WHEN program = '' THEN '' ELSE ' with ' ||"
                    + " regexp_replace(program, '[^ -~]', '?', 'g') END || ', ' || tag, what FROM"
                    + " sp.noted ORDER BY at";

    /** The role in whose name; who acts for it may be another. */
    static final String GRANTOR = ", says the grant";

    private static final String NEVER_NOTED =
            Finding.UNKNOWN
                    + ": PostgreSQL notes nobody who changes roles, settings, databases or rows";

    private static final Set<String> OF_CLUSTER = Set.of("database", "tablespace", "parameter");

    private static final String NO_TRIGGER =
            Finding.UNKNOWN + ": nothing notes who changes definitions here (`drift install` does)";

    private static final String PAST_TRIGGER =
            Finding.UNKNOWN + ": it was done past the event triggers that note who";

    private final Present present;
    private final Map<String, String> byTransaction = new HashMap<>();
    private final Map<String, String> byThing = new HashMap<>();

    private Authors(Present present) {
        this.present = present;
    }

    static Authors read(Connection connection, Present present) throws SQLException {
        var authors = new Authors(present);
        if (Sql.number(connection, THERE) == 0) {
            return authors;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NOTED)) {
            while (rows.next()) {
                authors.byTransaction.put(rows.getString(1), rows.getString(2));
                authors.byThing.put(rows.getString(3), rows.getString(2));
            }
        }
        return authors;
    }

    /** Whoever wrote the row there is; of what is gone, whoever dropped it or wrote beside it. */
    String of(Difference difference, Facts before, Facts now) {
        return difference
                .after()
                .flatMap(fact -> in(fact.xid()))
                .or(() -> ofGone(difference.fact(), before, now))
                .or(() -> difference.after().flatMap(Authors::grantor))
                .orElseGet(() -> unknown(difference.fact(), now));
    }

    private static Optional<String> grantor(Fact fact) {
        return fact.grantor().isEmpty() ? Optional.empty() : Optional.of(fact.grantor() + GRANTOR);
    }

    private static String unknown(Fact fact, Facts now) {
        return switch (fact.kind()) {
            case ROLE,
                    COMMENT,
                    MEMBER,
                    SETTING,
                    DATABASE,
                    TABLESPACE,
                    SLOT,
                    CONFIGURATION,
                    EVENT_TRIGGER,
                    HELD,
                    ATTRIBUTE,
                    MADE ->
                    NEVER_NOTED;
            default ->
                    OF_CLUSTER.contains(fact.target())
                            ? NEVER_NOTED
                            : isInstalled(now) ? PAST_TRIGGER : NO_TRIGGER;
        };
    }

    private static boolean isInstalled(Facts now) {
        return now.all().stream()
                .anyMatch(fact ->
                        fact.kind() == FactKind.EVENT_TRIGGER
                                && fact.name().equals(Attribution.TRIGGER));
    }

    private Optional<String> ofGone(Fact gone, Facts before, Facts now) {
        Optional<String> dropped = Optional.ofNullable(byThing.get(identity(gone)));
        return dropped.or(() ->
                now.all().stream()
                        .filter(fact ->
                                fact.schema().equals(gone.schema())
                                        && fact.name().equals(gone.name()))
                        .filter(fact ->
                                before.like(fact)
                                        .filter(was -> was.xid().equals(fact.xid()))
                                        .isEmpty())
                        .flatMap(fact -> in(fact.xid()).stream())
                        .findFirst());
    }

    /** As {@code pg_event_trigger_dropped_objects} names it, where no name needs quotes. */
    private static String identity(Fact fact) {
        return switch (fact.kind()) {
            case POLICY, TRIGGER, RULE -> fact.part() + " on " + fact.relation();
            case COLUMN -> fact.relation() + "." + fact.part();
            case FUNCTION -> fact.relation() + "(" + fact.part().replace(", ", ",") + ")";
            default -> fact.relation();
        };
    }

    private Optional<String> in(String xid) {
        return Optional.ofNullable(byTransaction.get(xid)).or(() -> present.in(xid));
    }
}
