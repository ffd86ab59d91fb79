package dev.sallyport.provision;

import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What an apply would do to one database, in order, and whom it touches. */
public final class Plan {
    /** Shown where a password's verifier would stand. */
    private static final String UNSHOWN = "SCRAM-SHA-256$(not shown)";

    private final String database;
    private final String policyHash;
    private final int version;
    private final Set<TableName> governed;
    private final NativeState wanted;
    private final String observedFingerprint;
    private final List<Change> changes;
    private final PlanEffects effects;
    private final List<String> notes;

    Plan(
            String database,
            String policyHash,
            int version,
            Set<TableName> governed,
            NativeState wanted,
            String observedFingerprint,
            List<Change> changes,
            PlanEffects effects,
            List<String> notes) {
        this.database = database;
        this.policyHash = policyHash;
        this.version = version;
        this.governed = Set.copyOf(governed);
        this.wanted = wanted;
        this.observedFingerprint = observedFingerprint;
        this.changes = List.copyOf(changes);
        this.effects = effects;
        this.notes = List.copyOf(notes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Who gains, who loses, what needs a second look, and how much is done. */
    public String summary() {
        return PlanSummary.of(this);
    }

    /** Every statement in the order it runs; no secret, and no verifier of one. */
    public String sql() {
        var writer = new StatementWriter(login -> UNSHOWN);
        return changes.stream()
                .flatMap(change -> writer.write(change).stream())
                .map(statement -> statement + ";\n")
                .collect(Collectors.joining());
    }

    /** One sentence for each change, in order. */
    public List<String> sentences() {
        return changes.stream().map(Change::sentence).toList();
    }

    public List<Effect> gains() {
        return effects.gains();
    }

    public List<Effect> losses() {
        return effects.losses();
    }

    /** Logins whose sessions must end: they lost something. */
    public Set<String> losers() {
        return effects.losers();
    }

    String database() {
        return database;
    }

    String policyHash() {
        return policyHash;
    }

    int version() {
        return version;
    }

    Set<TableName> governed() {
        return governed;
    }

    NativeState wanted() {
        return wanted;
    }

    String observedFingerprint() {
        return observedFingerprint;
    }

    List<Change> changes() {
        return changes;
    }

    List<String> notes() {
        return notes;
    }
}
