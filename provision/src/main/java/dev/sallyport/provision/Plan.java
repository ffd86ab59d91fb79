package dev.sallyport.provision;

import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an apply would do to one database, in order, and whom it touches. */
public final class Plan {
    /** Shown where a password's verifier would stand. */
    private static final String UNSHOWN = "SCRAM-SHA-256$(not shown)";

    private final String database;
    private final String policyHash;
    private final int version;
    private final Administrator administrator;
    private final Set<TableName> governed;
    private final NativeState wanted;
    private final String observed;
    private final List<Change> changes;
    private final PlanEffects effects;
    private final List<String> notes;

    Plan(
            String database,
            String policyHash,
            int version,
            Administrator administrator,
            Set<TableName> governed,
            NativeState wanted,
            String observed,
            List<Change> changes,
            PlanEffects effects,
            List<String> notes) {
        this.database = database;
        this.policyHash = policyHash;
        this.version = version;
        this.administrator = administrator;
        this.governed = Set.copyOf(governed);
        this.wanted = wanted;
        this.observed = observed;
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
        return steps().stream()
                .flatMap(step -> step.statements().stream())
                .map(statement -> statement + ";\n")
                .collect(Collectors.joining());
    }

    /** One sentence for each change, in order. */
    public List<String> sentences() {
        return changes.stream().map(Change::sentence).toList();
    }

    /**
     * What is done to one thing.
     *
     * @param object the thing, such as {@code view nurse.patients}
     * @param statements what runs, in order; no secret, and no verifier of one
     */
    public record Step(Action action, String object, List<String> statements) {
        public Step {
            statements = List.copyOf(statements);
        }
    }

    /** What becomes of a thing. */
    public enum Action {
        ADD,
        CHANGE,
        REMOVE
    }

    /** Every change in the order it runs. */
    public List<Step> steps() {
        StatementWriter writer = writer(login -> UNSHOWN);
        return changes.stream()
                .map(change ->
                        new Step(change.action(), change.object().key(), writer.write(change)))
                .toList();
    }

    StatementWriter writer(Function<String, String> verifiers) {
        return new StatementWriter(verifiers, administrator.membership(version));
    }

    /** Names what would be done, from what, to what: two plans of one identity do the same. */
    public String identity() {
        return Definition.hash(
                String.join(
                        "\0", database, observedFingerprint(), wanted.fingerprint(), policyHash));
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

    public String database() {
        return database;
    }

    /** The content hash of the policy. */
    public String policyHash() {
        return policyHash;
    }

    /** PostgreSQL's {@code server_version_num}. */
    public int version() {
        return version;
    }

    Set<TableName> governed() {
        return governed;
    }

    NativeState wanted() {
        return wanted;
    }

    String observedFingerprint() {
        return observed;
    }

    List<Change> changes() {
        return changes;
    }

    /** What deserves a second look, one line each. */
    public List<String> notes() {
        return notes;
    }
}
