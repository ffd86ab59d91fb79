package dev.sallyport.provision.drift;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who did what, as far as the event trigger of {@link DriftTrigger} has noted it. */
final class Authors {
    private static final String THERE =
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                    + " n.nspname = 'sp' AND c.relname = 'noted'";

    /** A program's name is its own choice; no control character of it reaches a terminal. */
    private static final String NOTED =
            "SELECT xid, who || CASE WHEN program = '' THEN '' ELSE ' with ' ||"
                    + " regexp_replace(program, '[^ -~]', '?', 'g') END || ', ' || tag, what FROM"
                    + " sp.noted ORDER BY at";

    private final Map<String, String> byTransaction = new HashMap<>();
    private final Map<String, String> byThing = new HashMap<>();

    private Authors() {}

    static Authors read(Connection connection) throws SQLException {
        var authors = new Authors();
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
                .orElse(Finding.UNKNOWN);
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
        return Optional.ofNullable(byTransaction.get(xid));
    }
}
