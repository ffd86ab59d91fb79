package dev.sallyport.provision.drift;

import dev.sallyport.policy.Adopted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one look at a database showed. */
public final class Look {
    private static final Facts NOTHING = new Facts(List.of());
    private static final Watched NOBODY = new Watched("", Optional.empty(), Optional.empty());
    private static final Reach NOWHERE = new Reach(NOBODY, new Standing(NOBODY, NOTHING, NOTHING));

    /** Before anything was looked at. */
    static final Look NONE = new Look(List.of(), List.of(), Map.of(), List.of(), NOWHERE);

    private final List<Finding> findings;
    private final List<String> notes;
    private final Map<Finding, Difference> differences;
    private final List<Difference> elsewhere;
    private final Reach reach;

    Look(
            List<Finding> findings,
            List<String> notes,
            Map<Finding, Difference> differences,
            List<Difference> elsewhere,
            Reach reach) {
        this.reach = reach;
        this.elsewhere = List.copyOf(elsewhere);
        this.findings = List.copyOf(findings);
        this.notes = List.copyOf(notes);
        this.differences = Map.copyOf(differences);
    }

    /** Alerts first. */
    public List<Finding> findings() {
        return findings;
    }

    /** What cannot be seen here, and why. */
    public List<String> notes() {
        return notes;
    }

    /** Whether another deployment of the cluster applied something since. */
    public boolean isAppliedElsewhere() {
        return !elsewhere.isEmpty();
    }

    List<Difference> elsewhere() {
        return elsewhere;
    }

    /** How a finding of this look is undone where no plan undoes it. */
    public Reversal reversal(Finding finding) {
        Difference difference = differences.get(finding);
        return difference == null ? new Reversal.Nothing() : reach.of(difference);
    }

    /** Roles that have another password than before, and what was found of it. */
    public Map<String, Finding> otherPasswords() {
        Map<String, Finding> found = new HashMap<>();
        differences.forEach((finding, difference) -> {
            if (difference.changesPassword()) {
                found.put(difference.fact().name(), finding);
            }
        });
        return found;
    }

    /** The column a finding is about, if it is a new one; {@code schema.table} and its name. */
    public Optional<Map.Entry<String, String>> newColumn(Finding finding) {
        return difference(finding)
                .filter(one -> one.kind() == FactKind.COLUMN && one.isNew())
                .map(one -> Map.entry(one.fact().relation(), one.fact().part()));
    }

    /** Whether a plan would stumble over it: a name it looks for, or a schema it takes for ours. */
    public boolean isInTheWay(Finding finding) {
        return difference(finding)
                .filter(one -> one.isRenamed() || one.kind() == FactKind.SCHEMA)
                .filter(one -> reach.of(one) instanceof Reversal.Statements)
                .isPresent();
    }

    /** Whether the next apply takes it back, whatever anybody accepts. */
    public boolean isMendedByApply(Finding finding) {
        return difference(finding).filter(reach::isMendedByApply).isPresent();
    }

    /**
     * What {@code adopted:} says once a finding is accepted; empty where it has no words for it.
     *
     * @param now all of the database, in the words of {@code adopted:}
     */
    public Optional<Adopted> accepted(Finding finding, Adopted before, Adopted now) {
        return difference(finding).flatMap(one -> AdoptedEntry.of(one, before, now));
    }

    Optional<Difference> difference(Finding finding) {
        return Optional.ofNullable(differences.get(finding));
    }
}
