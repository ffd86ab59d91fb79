package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Pseudonyms;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.ShownColumns;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.StandingView;
import dev.sallyport.provision.SubjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Knows by what subjects go on record, and finds them there again. */
final class SubjectDesk {
    private final Deployment deployment;
    private final Path record;
    private final AuditLog log;
    private final byte[] key;
    private final Map<String, List<ShownColumns.Standing>> standing = new ConcurrentHashMap<>();

    /**
     * @param record its folder, which {@code log} writes
     * @param key of the pseudonyms
     */
    SubjectDesk(Deployment deployment, Path record, AuditLog log, byte[] key) {
        this.deployment = deployment;
        this.record = record;
        this.log = log;
        this.key = key.clone();
    }

    /** Another policy holds, and with it other views. */
    void begin(Policy policy) {
        standing.clear();
        policy.catalog().databases().keySet().forEach(database -> look(database, policy));
    }

    /** Sees how the views stand, unless that is known; a database that is away is asked again. */
    void look(String database, Policy policy) {
        if (standing.containsKey(database)) {
            return;
        }
        List<StandingView> views;
        try {
            views = deployment.databases().door(database).views(policy);
        } catch (Refused away) {
            return;
        }
        standing.put(database, views.stream().map(SubjectDesk::standing).toList());
        deployment.inForce().see(policy, standing);
    }

    /** Something has changed there behind our back. */
    void doubt(String database) {
        standing.remove(database);
    }

    private static ShownColumns.Standing standing(StandingView view) {
        return new ShownColumns.Standing(view.oid(), view.role(), view.name(), view.columns());
    }

    /** Says who saw a subject; that it was asked is on record before. */
    Exit saw(Request.Saw asked, Terminal terminal) {
        List<Path> others = GivenRecords.verified(record, asked.records());
        Policy policy = deployment.inForce().content().policy();
        Pseudonyms pseudonyms = new Pseudonyms(key);
        SortedSet<Pseudonym> whose = new TreeSet<>();
        boolean subjects = false;
        boolean standing = false;
        for (Catalog.Database database : policy.catalog().databases().values()) {
            if (database.subject().isPresent()) {
                Catalog.Subject subject = database.subject().get();
                List<SubjectKey> keys =
                        deployment.databases().door(database.name()).keys(policy, asked.subject());
                subjects = true;
                standing |= !keys.isEmpty();
                // Rows that are gone were recorded under the key that people know, too.
                whose.add(
                        pseudonym(
                                pseudonyms,
                                database,
                                new SubjectKey(
                                        subject.table() + "." + subject.key(), asked.subject())));
                keys.forEach(one -> whose.add(pseudonym(pseudonyms, database, one)));
            }
        }
        if (!subjects) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP5004,
                            "no database of the policy has a subject, so nobody is on record",
                            "name one under `databases:` as `subject: {table: …, key: …}`"));
        }
        log.await(log.append(new AuditEvent.RecordAsked(Operator.name(), whose, asked.since())));
        return SightingReport.of(
                        Stream.concat(Stream.of(record), others.stream()).toList(),
                        whose,
                        asked.since())
                .about(standing ? SightingReport.Row.STANDS : SightingReport.Row.GONE)
                .print(asked.form(), terminal);
    }

    private static Pseudonym pseudonym(
            Pseudonyms pseudonyms, Catalog.Database database, SubjectKey one) {
        return pseudonyms.of(
                database.name() + "." + one.column(), one.value().getBytes(StandardCharsets.UTF_8));
    }
}
