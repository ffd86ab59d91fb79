package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.policy.Entitlements.Account;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import java.io.Closeable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at every database twice a second while a deployment runs, and records what it finds. */
final class DriftPatrol implements Closeable {
    /** A look at a quiet server costs a tenth of a millisecond; two seconds are promised. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** While a server is away: every fourth look, each bounded by the connection's own wait. */
    private static final int LOOKS_SKIPPED = 3;

    private final Deployment deployment;
    private final AuditLog log;
    private final InstantSource clock;
    private final Path data;
    private final Map<String, DriftWatch> watches = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> told = new ConcurrentHashMap<>();
    private final Set<String> answered = new HashSet<>();

    /**
     * What was put right by: looks at a busy server are spaced out, and say the same until then.
     */
    private final Map<String, Look> seenTo = new ConcurrentHashMap<>();

    private final Map<String, Integer> away = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("drift").factory());

    DriftPatrol(Deployment deployment, AuditLog log, InstantSource clock, Path data) {
        this.deployment = deployment;
        this.log = log;
        this.clock = clock;
        this.data = data;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::round, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        Policy policy = deployment.inForce().content().policy();
        policy.catalog().databases().keySet().forEach(database -> tick(database, policy));
    }

    private void tick(String database, Policy policy) {
        int skip = away.getOrDefault(database, 0);
        if (skip > 1) {
            away.put(database, skip - 1);
            return;
        }
        try {
            Look look = watch(database).tick(policy, clock.instant());
            record(database, look);
            deployment.subjectDesk().look(database, policy);
            away.remove(database);
            putBack(database, look);
        } catch (SQLException | RuntimeException e) {
            watch(database).close();
            // Told once: a server that restarts is away for several looks.
            if (away.put(database, LOOKS_SKIPPED) == null) {
                FailureLog.write(data, e, clock);
            }
        }
    }

    /** Nobody but Sallyport gives an account its password, so nobody needs to be asked. */
    private void putBack(String database, Look look) {
        Map<String, Finding> changed = look.otherPasswords();
        changed.keySet()
                .retainAll(
                        deployment.inForce().snapshot().entitlements().accounts().stream()
                                .map(Account::login)
                                .toList());
        if (changed.isEmpty() || look.equals(seenTo.get(database))) {
            return;
        }
        changed.values().stream()
                .filter(finding -> answered.add(finding.id()))
                .forEach(finding -> log.await(log.append(reverting(database, finding))));
        if (deployment.putBack(database, changed.keySet())
                instanceof Applied.Failed(Problem problem)) {
            throw new Refused(problem);
        }
        seenTo.put(database, look);
    }

    private static AuditEvent reverting(String database, Finding finding) {
        return new AuditEvent.DriftAnswered(
                "sallyport",
                database,
                event(finding),
                "revert",
                "no person sets an account's password");
    }

    /** Everything as it is now, whatever was seen before. */
    Map<String, Look> look() throws SQLException {
        Policy policy = deployment.inForce().content().policy();
        Map<String, Look> looks = new LinkedHashMap<>();
        for (String database : policy.catalog().databases().keySet()) {
            Look look = look(database, policy);
            record(database, look);
            looks.put(database, look);
        }
        return looks;
    }

    /** A connection that died with its server is found out by using it. */
    private Look look(String database, Policy policy) {
        DriftWatch watch = watch(database);
        try {
            return watch.look(policy, clock.instant());
        } catch (SQLException e) {
            watch.close();
        }
        try {
            return watch.look(policy, clock.instant());
        } catch (SQLException e) {
            watch.close();
            throw new Refused(Provisioner.refusal(deployment.databases().target(database), e));
        }
    }

    DriftWatch watch(String database) {
        return watches.computeIfAbsent(
                database,
                name ->
                        new DriftWatch(
                                name,
                                () -> deployment.databases().target(name),
                                deployment.databases().keeper(name),
                                DriftWatch.LONGEST_PAUSE));
    }

    /** What is new is recorded; what went away and comes again is new again. */
    private synchronized void record(String database, Look look) throws SQLException {
        if (look.isAppliedElsewhere()) {
            deployment
                    .databases()
                    .keeper(database)
                    .noteApplies(deployment.databases().target(database), look);
        }
        Set<String> known = told.getOrDefault(database, Set.of());
        Set<String> now = new HashSet<>();
        for (Finding finding : look.findings()) {
            now.add(finding.id());
            if (!known.contains(finding.id())) {
                deployment.subjectDesk().doubt(database);
                log.append(new AuditEvent.DriftFound(database, event(finding)));
            }
        }
        told.put(database, now);
    }

    static AuditEvent.Drift event(Finding finding) {
        return new AuditEvent.Drift(
                finding.id(),
                finding.severity().word(),
                finding.kind(),
                finding.object(),
                finding.before(),
                finding.after(),
                finding.who());
    }

    @Override
    public void close() {
        thread.shutdownNow();
        watches.values().forEach(DriftWatch::close);
    }
}
