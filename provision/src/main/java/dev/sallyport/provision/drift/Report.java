package dev.sallyport.provision.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns what differs into what somebody has to know, the alerts first. */
final class Report {
    /** Without one of them none of their rows is read. */
    private static final Set<String> OWN =
            Set.of("renamed sp", "renamed sp.held", "renamed sp.made");

    private final Sighting sighting;
    private final Watched watched;
    private final Standing standing;
    private final List<Difference> elsewhere = new ArrayList<>();
    private final Relevance relevance;
    private final Reach reach;
    private final Instant now;

    Report(Sighting sighting, Watched watched, Instant now) {
        this.sighting = sighting;
        this.watched = watched;
        this.standing = new Standing(watched, sighting.before(), sighting.now());
        this.relevance = new Relevance(watched, standing);
        this.reach = new Reach(watched, standing);
        this.now = now;
    }

    Reach reach() {
        return reach;
    }

    /** Each with the difference it tells of. */
    Map<Finding, Difference> findings() {
        Set<String> gone = gone();
        Map<Finding, Difference> alerts = new LinkedHashMap<>();
        Map<Finding, Difference> notices = new LinkedHashMap<>();
        for (Difference difference : sighting.differences()) {
            if (sighting.elsewhere().explains(difference, standing, watched, sighting.now())) {
                elsewhere.add(difference);
                continue;
            }
            Optional<Severity> severity = relevance.of(difference);
            if (severity.isEmpty() || isTold(difference, gone) || isAccepted(difference)) {
                continue;
            }
            Finding finding = finding(difference, severity.get());
            (finding.severity() == Severity.ALERT ? alerts : notices).put(finding, difference);
        }
        alerts.putAll(notices);
        return alerts;
    }

    /** What of it another deployment did. */
    List<Difference> elsewhere() {
        return elsewhere;
    }

    private Finding finding(Difference difference, Severity severity) {
        return new Finding(
                difference.id(),
                severity,
                difference.kind().word(),
                Wording.object(difference),
                Wording.before(difference),
                Wording.after(difference),
                sighting.authors().of(difference, sighting.before(), sighting.now()));
    }

    private boolean isAccepted(Difference difference) {
        return sighting.baseline().filter(known -> known.accepts(difference.id(), now)).isPresent();
    }

    /** Tables and roles that came or went: what hangs on them is told with them. */
    private Set<String> gone() {
        Set<String> found = new HashSet<>();
        for (Difference difference : sighting.differences()) {
            Fact fact = difference.fact();
            if (difference.isRenamed()) {
                found.add("renamed " + difference.before().orElseThrow().relation());
                continue;
            }
            if (difference.kind() == FactKind.RELATION && difference.isNew()) {
                found.add("new " + fact.relation());
            }
            if (difference.kind() == FactKind.RELATION && difference.isGone()) {
                found.add("gone " + fact.relation());
            }
            if (difference.kind() == FactKind.ROLE && difference.isGone()) {
                found.add("gone role " + fact.name());
            }
        }
        return found;
    }

    private static boolean isTold(Difference difference, Set<String> gone) {
        Fact fact = difference.fact();
        return switch (fact.kind()) {
            case COLUMN, CONSTRAINT, UNIQUE_INDEX, REPLICA_IDENTITY ->
                    gone.contains("new " + fact.relation())
                            || gone.contains("gone " + fact.relation());
            case ROW_SECURITY, POLICY, TRIGGER, RULE -> gone.contains("gone " + fact.relation());
            case GRANT ->
                    difference.isGone()
                            && (gone.contains("gone " + fact.relation())
                                    || gone.contains("gone role " + fact.grantee()));
            case MEMBER, SETTING, COMMENT -> gone.contains("gone role " + fact.grantee());
            case HELD, ATTRIBUTE, MADE -> gone.stream().anyMatch(OWN::contains);
            default -> false;
        };
    }

    /** Why nothing can be told, as something to be told. */
    static List<Finding> trouble(String what) {
        List<Finding> found = new ArrayList<>();
        if (!what.isEmpty()) {
            found.add(
                    new Finding(
                            Seal.digest("baseline\0" + what).substring(0, 8),
                            Severity.ALERT,
                            "baseline",
                            "table sp.baseline",
                            "as Sallyport wrote it",
                            what,
                            Finding.UNKNOWN));
        }
        return found;
    }
}
