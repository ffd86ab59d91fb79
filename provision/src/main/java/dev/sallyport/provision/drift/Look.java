package dev.sallyport.provision.drift;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one look at a database showed. */
public final class Look {
    private final List<Finding> findings;
    private final List<String> notes;
    private final Map<Finding, Difference> differences;
    private final Reach reach;

    Look(
            List<Finding> findings,
            List<String> notes,
            Map<Finding, Difference> differences,
            Reach reach) {
        this.reach = reach;
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

    Optional<Difference> difference(Finding finding) {
        return Optional.ofNullable(differences.get(finding));
    }
}
