package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.Effect;
import dev.sallyport.provision.EnforcementTable;
import dev.sallyport.provision.LiveOutcome;
import dev.sallyport.provision.Plan;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.Ruling;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.provision.drift.BaselineKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The databases and the one policy they are to follow: plans, applies, and says what holds. */
final class Deployment {
    private final DataDirectory directory;
    private final Checkout checkout;
    private final Cluster cluster;
    private final Passwords passwords;
    private final AuditLog log;
    private final InstantSource clock;
    private final Keys keys;
    private final byte[] driftKey;
    private final Snapshots snapshots;
    private volatile @Nullable Holding holding;
    private volatile Consumer<Set<String>> whenLost = losers -> {};

    /** What was applied last. */
    private record Holding(PolicyFolder.Content content, PolicyEngine engine) {}

    /** The plans of one policy, one for each database it speaks of. */
    private record Plans(Map<String, Plan> byDatabase) {
        boolean isEmpty() {
            return byDatabase.values().stream().allMatch(Plan::isEmpty);
        }
    }

    Deployment(
            DataDirectory directory,
            Checkout checkout,
            Cluster cluster,
            Keys keys,
            AuditLog log,
            InstantSource clock)
            throws IOException {
        this.directory = directory;
        this.checkout = checkout;
        this.cluster = cluster;
        this.keys = keys;
        this.passwords = Passwords.in(keys);
        this.driftKey = keys.key("drift");
        this.log = log;
        this.clock = clock;
        this.snapshots = new Snapshots(clock);
    }

    Passwords passwords() {
        return passwords;
    }

    TokenDesk tokenDesk() {
        return new TokenDesk(passwords, this::snapshot, log, clock, keys.random());
    }

    /** Who is told which people lost something, once it is true. */
    void whenLost(Consumer<Set<String>> listener) {
        whenLost = listener;
    }

    /** What holds now; whoever asks leaves out what has ended since. */
    PolicySnapshot snapshot() {
        Holding applied = holding;
        if (applied == null) {
            throw new IllegalStateException("nothing was applied yet");
        }
        return snapshots.of(applied.content(), applied.engine());
    }

    /** Says what an apply would do. */
    synchronized Exit plan(Request.Plan request, Terminal terminal) throws IOException {
        PolicyFiles files = PolicyFiles.of(folder(request.policy()));
        PolicyFolder staged = AppliedPolicy.in(directory).stage(files);
        PolicyFolder.Content whole = staged.readAt(clock.instant());
        Optional<String> environment =
                DeployedEnvironment.in(directory).choose(whole.policy(), request.environment());
        Plans plans = plans(PolicyFolder.in(environment, whole));
        PlanDocument.print(plans.byDatabase().values(), request, terminal);
        if (request.save().isPresent()) {
            SavedPlan.write(request.save().get(), plans.byDatabase().values(), files);
        }
        return plans.isEmpty() ? Exit.DONE : Exit.DIFFERS;
    }

    /** Says who enforces each rule, with what the databases as they are would refuse. */
    synchronized Exit enforcement(Request.Enforcement asked, Terminal terminal) throws IOException {
        PolicyFolder.Content whole = folder(asked.policy()).read();
        Optional<String> environment =
                DeployedEnvironment.in(directory).choose(whole.policy(), asked.environment());
        List<Ruling> rulings = EnforcementReport.rulings(whole, environment, clock.instant());
        List<Problem> refusals =
                readings(PolicyFolder.in(environment, whole)).values().stream()
                        .filter(PlanReading.Refused.class::isInstance)
                        .flatMap(refused -> ((PlanReading.Refused) refused).problems().stream())
                        .toList();
        return EnforcementReport.print(
                EnforcementTable.with(rulings, refusals), asked.form(), terminal);
    }

    /** Asks the databases what the folder's tests expect of the policy. */
    synchronized Exit test(Request.LiveTests asked, Terminal terminal) throws IOException {
        PolicyFolder.Content whole = folder(asked.policy()).readAt(clock.instant());
        Optional<String> environment =
                DeployedEnvironment.in(directory).choose(whole.policy(), asked.environment());
        PolicyFolder.Content content = PolicyFolder.in(environment, whole);
        Policy policy = content.policy();
        Entitlements entitlements = Entitlements.at(clock.instant(), policy, content.people());
        List<LiveOutcome> outcomes =
                policy.catalog().databases().keySet().stream()
                        .flatMap(database ->
                                door(database).test(policy, entitlements, environment).stream())
                        .toList();
        return LiveTestReport.print(outcomes, terminal);
    }

    /** Makes it so, records it before and after, and ends who lost something. */
    synchronized Exit apply(Request.Apply request, Terminal terminal) throws IOException {
        return switch (request) {
            case Request.ApplyPolicy(_, var policy, var environment) ->
                    apply(PolicyFiles.of(folder(policy)), environment, plans -> {}, terminal);
            case Request.ApplySaved(_, Path file, var environment) -> {
                SavedPlan saved = SavedPlan.read(file);
                yield apply(
                        saved.files(),
                        environment,
                        plans -> saved.require(file, plans.byDatabase()),
                        terminal);
            }
        };
    }

    private Exit apply(
            PolicyFiles files, Optional<String> named, Consumer<Plans> check, Terminal terminal)
            throws IOException {
        AppliedPolicy applied = AppliedPolicy.in(directory);
        PolicyFolder staged = applied.stage(files);
        PolicyFolder.Content whole = staged.readAt(clock.instant());
        DeployedEnvironment standing = DeployedEnvironment.in(directory);
        Optional<String> environment = standing.choose(whole.policy(), named);
        PolicyFolder.Content content = PolicyFolder.in(environment, whole);
        content.warnings().forEach(warning -> terminal.say("note: " + warning));
        Plans plans = plans(content);
        check.accept(plans);
        boolean changed = false;
        for (Map.Entry<String, Plan> one : plans.byDatabase().entrySet()) {
            Plan plan = changed ? left(one.getValue(), content) : one.getValue();
            apply(plan, content.policy(), terminal);
            changed |= !plan.isEmpty();
        }
        passwords.epochs().settle();
        applied.keep(staged);
        standing.keep(environment);
        passwords.carryOver(content.people());
        passwords.giveMissing(logins(content), Demo.PASSWORD, keys.random());
        // Who signs in from here on meets the new policy, so nobody slips in behind the ending.
        holding = new Holding(content, new PolicyEngine(content.policy()));
        plans.byDatabase().values().stream()
                .map(Plan::losers)
                .filter(losers -> !losers.isEmpty())
                .forEach(losers -> whenLost.accept(losers));
        return Exit.DONE;
    }

    /** Gives every native account another secret; open sessions go on. */
    synchronized Exit rotate(Terminal terminal) throws IOException {
        PolicyFolder applied =
                AppliedPolicy.in(directory).kept().orElseThrow(Deployment::untouched);
        passwords.epochs().begin();
        int epoch = passwords.epochs().standing().wanted();
        log.await(log.append(new AuditEvent.SecretsRotated(Operator.name(), epoch)));
        return apply(PolicyFiles.of(applied), Optional.empty(), plans -> {}, terminal);
    }

    /** Of people, also those without a role, and of every program that has an account. */
    private Set<String> logins(PolicyFolder.Content content) {
        Set<String> logins = new LinkedHashSet<>(content.people().people().keySet());
        Entitlements.at(clock.instant(), content.policy(), content.people())
                .accounts()
                .forEach(account -> logins.add(account.login()));
        return logins;
    }

    private PolicyFolder folder(Optional<Path> named) throws IOException {
        return PolicyFolder.choose(named, directory.path(), checkout);
    }

    /** Every plan, or every reason why one of them cannot be made: then nothing is applied. */
    private Plans plans(PolicyFolder.Content content) {
        Map<String, Plan> plans = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        readings(content)
                .forEach((database, reading) -> {
                    switch (reading) {
                        case PlanReading.Planned(Plan plan) -> plans.put(database, plan);
                        case PlanReading.Refused(List<Problem> found) -> problems.addAll(found);
                    }
                });
        if (!problems.isEmpty()) {
            throw new Refused(problems.stream().distinct().toList());
        }
        return new Plans(plans);
    }

    private Map<String, PlanReading> readings(PolicyFolder.Content content) {
        Policy policy = content.policy();
        Entitlements entitlements = Entitlements.at(clock.instant(), policy, content.people());
        Map<String, PlanReading> readings = new LinkedHashMap<>();
        for (String database : policy.catalog().databases().keySet()) {
            readings.put(database, door(database).plan(policy, entitlements));
        }
        return readings;
    }

    Provisioner door(String database) {
        return door(database, keeper(database));
    }

    private Provisioner door(String database, BaselineKeeper keeper) {
        return new Provisioner(target(database), passwords, keeper);
    }

    /** Undoes what a stranger did. */
    Applied revert(String database, List<String> statements) {
        return change(database, door -> door.revert(statements));
    }

    /** Gives accounts their secret again that somebody has changed, and ends their sessions. */
    synchronized Applied putBack(String database, Set<String> logins) {
        Applied applied = change(database, door -> door.putBack(logins));
        whenLost.accept(logins);
        return applied;
    }

    private Applied change(String database, Function<Provisioner, Applied> how) {
        BaselineKeeper keeper = keeper(database);
        Applied applied = how.apply(door(database, keeper));
        tellOthers(database, keeper, applied().policy());
        return applied;
    }

    /** One that cannot be told shows as drift there what was done here, until somebody looks. */
    private void tellOthers(String database, BaselineKeeper keeper, Policy policy) {
        for (String other : policy.catalog().databases().keySet()) {
            if (!other.equals(database)) {
                try {
                    keeper.tell(keeper(other), target(other));
                } catch (SQLException e) {
                    FailureLog.write(directory.path(), e, clock);
                }
            }
        }
    }

    TargetDatabase target(String database) {
        return cluster.target(database);
    }

    BaselineKeeper keeper(String database) {
        return new BaselineKeeper(driftKey, database);
    }

    /** The policy that holds: applied by this process, or by one before it. */
    PolicyFolder.Content applied() {
        Holding now = holding;
        try {
            return now != null ? now.content() : kept();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PolicyFolder.Content kept() throws IOException {
        PolicyFolder.Content whole =
                AppliedPolicy.in(directory).kept().orElseThrow(Deployment::untouched).read();
        return PolicyFolder.in(
                DeployedEnvironment.in(directory).choose(whole.policy(), Optional.empty()), whole);
    }

    private static Refused untouched() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP3033,
                        "nothing was applied yet, so nothing can have drifted",
                        "`sallyport apply` first"));
    }

    /** The folder of the policy that holds. */
    Optional<Path> appliedFolder() throws IOException {
        return AppliedPolicy.in(directory).kept().map(PolicyFolder::folder);
    }

    /** The folder people write in. */
    PolicyFolder folder() throws IOException {
        return folder(Optional.empty());
    }

    Path data() {
        return directory.path();
    }

    /** Roles are the cluster's: what was made for one database is not made again for the next. */
    private Plan left(Plan shown, PolicyFolder.Content content) {
        Policy policy = content.policy();
        Entitlements entitlements = Entitlements.at(clock.instant(), policy, content.people());
        return switch (door(shown.database()).plan(policy, entitlements)) {
            case PlanReading.Refused(List<Problem> problems) -> throw new Refused(problems);
            case PlanReading.Planned(Plan now) -> {
                if (!shown.sentences().containsAll(now.sentences())) {
                    throw new Refused(
                            Problem.of(
                                    ProblemCode.SP3005,
                                    "`"
                                            + shown.database()
                                            + "` has changed since the plan was made",
                                    "plan again"));
                }
                yield now;
            }
        };
    }

    private void apply(Plan plan, Policy policy, Terminal terminal) {
        String database = plan.database();
        terminal.out().print(plan.summary());
        terminal.out().flush();
        if (plan.isEmpty()) {
            return;
        }
        AuditEvent.PlanSummary summary = summary(database, plan, policy);
        // Recorded before it is done: a crash leaves a record without a change, never the reverse.
        log.await(log.append(new AuditEvent.PlanIntended(summary)));
        BaselineKeeper keeper = keeper(database);
        switch (door(database, keeper).apply(plan)) {
            case Applied.Done(int changes, int ended) -> {
                tellOthers(database, keeper, policy);
                log.await(log.append(new AuditEvent.PlanApplied(summary)));
                terminal.say(
                        "Applied: %,d changes, %,d native sessions ended."
                                .formatted(changes, ended));
            }
            case Applied.Failed(Problem problem) -> {
                log.await(log.append(new AuditEvent.PlanFailed(summary, problem.code())));
                throw new Refused(problem);
            }
        }
    }

    private AuditEvent.PlanSummary summary(String database, Plan plan, Policy policy) {
        return new AuditEvent.PlanSummary(
                UUID.randomUUID().toString(),
                Operator.name(),
                database,
                policy.hash(),
                (int) plan.gains().stream().map(Effect::login).distinct().count(),
                plan.losers().stream().sorted().toList());
    }
}
