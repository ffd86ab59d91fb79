package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlSettings.StateDatabase;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Applied;
import dev.sallyport.provision.Effect;
import dev.sallyport.provision.EnforcementTable;
import dev.sallyport.provision.LiveOutcome;
import dev.sallyport.provision.Plan;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Ruling;
import dev.sallyport.provision.drift.BaselineKeeper;
import java.io.IOException;
import java.nio.file.Path;
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

/** The databases and the one policy they are to follow: plans, applies, and says what holds. */
final class Deployment {
    /** The key of the pseudonyms by which subjects go on record. */
    static final String SUBJECTS = "subjects";

    private final DataDirectory directory;
    private final Checkout checkout;
    private final DatabaseServer server;
    private final Passwords passwords;
    private final AuditLog log;
    private final InstantSource clock;
    private final Keys keys;
    private final Databases databases;
    private final ToldPeople told;
    private final SubjectDesk subjectDesk;
    private final InForce inForce;
    private volatile Optional<Gateways> gateways = Optional.empty();

    /** The plans of one policy, one for each database it speaks of. */
    private record Plans(Map<String, Plan> byDatabase) {}

    /** What has to be so before anything is applied; refuses where it is not. */
    private record Demanded(Consumer<PolicyFolder.Content> content, Consumer<Plans> plans) {
        /** Nobody decides anything: what somebody has left takes effect whatever it leaves. */
        static final Demanded NOTHING = new Demanded(content -> {}, plans -> {});
    }

    Deployment(
            DataDirectory directory,
            Checkout checkout,
            DatabaseServer server,
            Keys keys,
            AuditLog log,
            InstantSource clock)
            throws IOException {
        this.directory = directory;
        this.checkout = checkout;
        this.server = server;
        this.keys = keys;
        this.passwords = Passwords.in(keys, server.accounts(), clock);
        this.log = log;
        this.clock = clock;
        byte[] subjectKey = keys.key(SUBJECTS);
        this.inForce = new InForce(directory, clock, subjectKey);
        this.told = ToldPeople.in(directory);
        this.databases =
                new Databases(
                        server, passwords, keys.key("drift"), inForce, directory.path(), clock);
        this.subjectDesk =
                new SubjectDesk(this, RecordFolder.of(directory.path()), log, subjectKey);
    }

    Passwords passwords() {
        return passwords;
    }

    TokenDesk tokenDesk() {
        return new TokenDesk(passwords, inForce::snapshot, log, clock, keys.random());
    }

    /**
     * @param state where there is a control plane
     */
    BackupDesk backupDesk(Optional<StateDatabase> state) {
        return new BackupDesk(directory.path(), this, state, log, clock, keys.random());
    }

    /** These go by it from here on. */
    void serve(Gateways serving) {
        gateways = Optional.of(serving);
    }

    ToldPeople told() {
        return told;
    }

    InForce inForce() {
        return inForce;
    }

    /** Says what an apply would do. */
    synchronized Exit plan(Request.Plan request, Terminal terminal) throws IOException {
        PolicyFiles files = told.asked(PolicyFiles.of(folder(request.policy())));
        PolicyFolder staged = AppliedPolicy.in(directory).stage(files);
        PolicyFolder.Content whole = staged.readAt(clock.instant());
        PolicyFolder.requireOwners(whole);
        Optional<String> environment =
                DeployedEnvironment.in(directory).choose(whole.policy(), request.environment());
        Plans plans = plans(PolicyFolder.in(environment, whole));
        PlanDocument document =
                new PlanDocument(
                        List.copyOf(plans.byDatabase().values()),
                        ProgramChange.between(inForce, told.said(), whole));
        document.print(request, terminal);
        if (request.save().isPresent()) {
            SavedPlan.write(request.save().get(), document, files);
        }
        return document.isEmpty() ? Exit.DONE : Exit.DIFFERS;
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
                                databases
                                        .door(database)
                                        .test(policy, entitlements, environment)
                                        .stream())
                        .toList();
        return LiveTestReport.print(outcomes, terminal);
    }

    /** Makes it so, records it before and after, and ends who lost something. */
    synchronized Exit apply(Request.Apply request, Terminal terminal) throws IOException {
        return switch (request) {
            case Request.ApplyPolicy(_, var policy, var environment) ->
                    apply(
                            told.asked(PolicyFiles.of(folder(policy))),
                            environment,
                            new Demanded(PolicyFolder::requireOwners, plans -> {}),
                            terminal);
            case Request.ApplySaved(_, Path file, var environment) -> {
                SavedPlan saved = SavedPlan.read(file);
                yield apply(
                        told.over(saved.files()),
                        environment,
                        new Demanded(
                                PolicyFolder::requireOwners,
                                plans -> saved.require(file, plans.byDatabase())),
                        terminal);
            }
        };
    }

    /** Makes both doors know the people the directory speaks of, under the policy that holds. */
    synchronized void follow(Directory people, Terminal terminal) throws IOException {
        told.keep(people);
        again(terminal);
    }

    /** Makes true once more what holds. */
    synchronized void again(Terminal terminal) throws IOException {
        apply(
                told.over(PolicyFiles.of(inForce.kept())),
                Optional.empty(),
                Demanded.NOTHING,
                terminal);
    }

    private Exit apply(
            PolicyFiles files, Optional<String> named, Demanded demanded, Terminal terminal)
            throws IOException {
        AppliedPolicy applied = AppliedPolicy.in(directory);
        PolicyFolder staged = applied.stage(files);
        PolicyFolder.Content whole = staged.readAt(clock.instant());
        demanded.content().accept(whole);
        DeployedEnvironment standing = DeployedEnvironment.in(directory);
        Optional<String> environment = standing.choose(whole.policy(), named);
        PolicyFolder.Content content = PolicyFolder.in(environment, whole);
        content.warnings().forEach(warning -> terminal.say("note: " + warning));
        Plans plans = plans(content);
        demanded.plans().accept(plans);
        boolean changed = false;
        for (Map.Entry<String, Plan> one : plans.byDatabase().entrySet()) {
            Plan plan = changed ? left(one.getValue(), content) : one.getValue();
            apply(plan, content.policy(), terminal);
            changed |= !plan.isEmpty();
        }
        passwords.epochs().settle();
        if (passwords.certificates().isPresent()) {
            passwords.certificates().get().prepare();
        }
        new ProgramSteps(log).append(ProgramChange.between(inForce, told.said(), content));
        standing.keep(environment);
        passwords.carryOver(content.people());
        if (server.firstPassword().isPresent()) {
            passwords.giveMissing(logins(content), server.firstPassword().get(), keys.random());
        }
        // Who signs in from here on meets the new policy, so nobody slips in behind the ending.
        inForce.meanwhile(() -> {
            applied.keep(staged);
            inForce.begin(content);
            return content;
        });
        subjectDesk.begin(content.policy());
        plans.byDatabase().values().stream()
                .map(Plan::losers)
                .filter(losers -> !losers.isEmpty())
                .forEach(losers -> gateways.ifPresent(all -> all.lose(losers)));
        gateways.ifPresent(Gateways::settle);
        return Exit.DONE;
    }

    SubjectDesk subjectDesk() {
        return subjectDesk;
    }

    /** Gives every native account another secret; open sessions go on. */
    synchronized Exit rotate(Terminal terminal) throws IOException {
        PolicyFolder applied = inForce.kept();
        passwords.epochs().begin();
        gateways.ifPresent(Gateways::settle);
        int epoch = passwords.epochs().standing().wanted();
        log.await(log.append(new AuditEvent.SecretsRotated(Operator.name(), epoch)));
        return apply(PolicyFiles.of(applied), Optional.empty(), Demanded.NOTHING, terminal);
    }

    /** Who issues native accounts their certificates: for the database server to trust. */
    Exit authority(Terminal terminal) throws IOException {
        AccountCertificates certificates =
                passwords
                        .certificates()
                        .orElseThrow(() ->
                                new Refused(
                                        Problem.of(
                                                ProblemCode.SP6016,
                                                "native accounts are opened with secrets here",
                                                "write `target: {accounts: certificate}` first")));
        terminal.say(certificates.pem().stripTrailing());
        return Exit.DONE;
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
            readings.put(database, databases.door(database).plan(policy, entitlements));
        }
        return readings;
    }

    Databases databases() {
        return databases;
    }

    /** Gives accounts their secret again that somebody has changed, and ends their sessions. */
    synchronized Applied putBack(String database, Set<String> logins) {
        Applied applied = databases.change(database, door -> door.putBack(logins));
        gateways.ifPresent(all -> all.lose(logins));
        return applied;
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
        return switch (databases.door(shown.database()).plan(policy, entitlements)) {
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
        BaselineKeeper keeper = databases.keeper(database);
        switch (databases.door(database, keeper).apply(plan)) {
            case Applied.Done(int changes, int ended) -> {
                databases.tellOthers(database, keeper, policy);
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
