package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3003;
import static dev.sallyport.problem.ProblemCode.SP3051;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyTest;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import dev.sallyport.sql.TableName;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The database door of one database: observe, compile, plan, apply, observe again. */
public final class Provisioner {
    private final TargetDatabase target;
    private final PostgresInspector inspector;
    private final PlanApplier applier;
    private final AccountSecrets secrets;

    public Provisioner(TargetDatabase target, AccountSecrets secrets) {
        this(target, secrets, new SecureRandom());
    }

    /**
     * @param witness sees every change from inside
     */
    public Provisioner(TargetDatabase target, AccountSecrets secrets, Witness witness) {
        this(target, secrets, new SecureRandom(), witness);
    }

    /**
     * @param random the salt of password verifiers
     */
    public Provisioner(TargetDatabase target, AccountSecrets secrets, RandomGenerator random) {
        this(target, secrets, random, Witness.NONE);
    }

    private Provisioner(
            TargetDatabase target,
            AccountSecrets secrets,
            RandomGenerator random,
            Witness witness) {
        this.target = target;
        this.secrets = secrets;
        var verifiers = new VerifierCheck(secrets);
        this.inspector = new PostgresInspector(verifiers);
        this.applier = new PlanApplier(target, secrets, random, inspector, verifiers, witness);
    }

    /**
     * Changes nothing.
     *
     * @param policy of one environment, or of none
     */
    public PlanReading plan(Policy policy, Entitlements entitlements) {
        if (policy.catalog().environments().size() > 1) {
            return new PlanReading.Refused(List.of(Refusals.environments(policy)));
        }
        Catalog.Database database = policy.catalog().databases().get(target.name());
        if (database != null && database.engine() != Catalog.Engine.POSTGRESQL) {
            return new PlanReading.Refused(
                    EnforcementTable.refusals(
                            StateCompiler.rulings(policy, database, entitlements)));
        }
        try (Connection connection = target.connect()) {
            List<Problem> unmet = unmet(connection, policy);
            if (!unmet.isEmpty()) {
                return new PlanReading.Refused(unmet);
            }
            PostgresInspector.Observed observed = inspector.inspect(connection, governs(policy));
            Policy exact = ExactPolicy.of(policy, target.name(), observed.surroundings());
            StateCompiler.Compiled compiled =
                    StateCompiler.compile(
                            exact, target.name(), entitlements, observed.surroundings());
            List<Problem> problems =
                    !compiled.problems().isEmpty()
                            ? compiled.problems()
                            : LiteralCheck.problems(
                                    connection, exact, target.name(), observed.surroundings());
            return problems.isEmpty()
                    ? new PlanReading.Planned(plan(exact, governed(exact), compiled, observed))
                    : new PlanReading.Refused(problems);
        } catch (SQLException e) {
            return new PlanReading.Refused(List.of(Refusals.of(target, e)));
        }
    }

    /**
     * What the administrator can do and what it still needs; changes nothing.
     *
     * @throws Refused when the database cannot be asked, or is not in the policy
     */
    public Examination examine(Policy policy) {
        Catalog.Database database = policy.catalog().databases().get(target.name());
        if (database == null) {
            throw new Refused(
                    Problem.of(
                            SP3003,
                            "the policy has no database `" + target.name() + "`",
                            "name it under `databases:`"));
        }
        try (Connection connection = target.connect()) {
            Administrator administrator = Administrator.of(connection);
            List<Need> needs = Needs.of(connection, database);
            return new Examination(
                    administrator.name(),
                    Session.major(Session.version(connection)),
                    needs,
                    needs.stream().allMatch(Need::met)
                            ? PlanNotes.limits(
                                    inspector.inspect(connection, governs(policy)).surroundings())
                            : PlanNotes.limits(administrator));
        } catch (SQLException e) {
            throw new Refused(Refusals.of(target, e));
        }
    }

    /**
     * The views of the policy's roles as they stand now.
     *
     * @throws Refused when the database cannot be asked
     */
    public List<StandingView> views(Policy policy) {
        try (Connection connection = target.connect()) {
            return StandingView.read(connection, policy.roles().keySet());
        } catch (SQLException e) {
            throw new Refused(Refusals.of(target, e));
        }
    }

    /**
     * Every key of a subject of this database that people name by its spoken one; empty where no
     * row has it, or the database has no subject.
     *
     * @throws Refused when the database cannot be asked
     */
    public List<SubjectKey> keys(Policy policy, String spoken) {
        Optional<Catalog.Subject> subject =
                Optional.ofNullable(policy.catalog().databases().get(target.name()))
                        .flatMap(Catalog.Database::subject);
        if (subject.isEmpty()) {
            return List.of();
        }
        List<Catalog.SubjectLink> links =
                policy.catalog().databases().values().stream()
                        .flatMap(database ->
                                database.links().stream()
                                        .filter(link ->
                                                link.database()
                                                        .orElse(database.name())
                                                        .equals(target.name())))
                        .toList();
        try (Connection connection = target.connect()) {
            return SubjectKeys.read(connection, subject.get(), links, spoken);
        } catch (SQLException e) {
            throw new Refused(Refusals.of(target, e));
        }
    }

    /** What a database answered, in a person's words and without a value. */
    public static Problem refusal(TargetDatabase target, SQLException e) {
        return Refusals.of(target, e);
    }

    /**
     * Asks the database the tests of the policy, as the accounts they imagine; what is tried is
     * rolled back.
     *
     * @param policy of one environment, or of none
     * @throws Refused when the database cannot be asked
     */
    public List<LiveOutcome> test(
            Policy policy, Entitlements entitlements, Optional<String> environment) {
        List<PolicyTest> mine =
                policy.tests().stream()
                        .filter(test -> LiveTests.database(test).equals(target.name()))
                        .toList();
        try (Connection connection = target.connect()) {
            Surroundings surroundings =
                    inspector.inspect(connection, governs(policy)).surroundings();
            LiveSession admin = LiveSession.ofAdministrator(connection);
            return new LiveTests(
                            target,
                            secrets,
                            ExactPolicy.of(policy, target.name(), surroundings),
                            entitlements,
                            surroundings,
                            admin)
                    .run(mine, environment);
        } catch (SQLException e) {
            throw new Refused(Refusals.of(target, e));
        }
    }

    /** Makes the database what the plan says, or changes nothing and says why. */
    public Applied apply(Plan plan) {
        return applier.apply(plan);
    }

    /**
     * Gives accounts the password again that somebody else has changed, and ends their sessions.
     */
    public Applied putBack(Set<String> logins) {
        return applier.putBack(logins);
    }

    /**
     * Shuts the accounts of people at once and ends their sessions, before any plan is made; logins
     * without an account are none of its business.
     */
    public Applied shut(Set<String> logins) {
        return applier.shut(logins);
    }

    /**
     * The roles of the server that are neither PostgreSQL's nor ours, by name.
     *
     * @throws Refused when the database cannot be asked
     */
    public List<ServerLogin> logins() {
        try (Connection connection = target.connect()) {
            return ServerLogins.read(connection);
        } catch (SQLException e) {
            throw new Refused(Refusals.of(target, e));
        }
    }

    /**
     * Shuts logins that were there without us and ends their sessions. One that was made anew since
     * under its name is another, and is left alone.
     */
    public Applied shutOthers(Set<ServerLogin.Id> logins) {
        return applier.shutOthers(logins);
    }

    /** Runs the statements of a reversal, or changes nothing and says why. */
    public Applied revert(List<String> statements) {
        return applier.run(statements);
    }

    private Plan plan(
            Policy policy,
            Set<TableName> governed,
            StateCompiler.Compiled compiled,
            PostgresInspector.Observed observed) {
        NativeState wanted = compiled.wanted();
        NativeState found = observed.within(wanted);
        for (NativeObject step : compiled.steps()) {
            if (step instanceof NativeObject.Renaming renaming) {
                found = found.after(renaming);
            }
        }
        List<Change> changes = Planner.changes(wanted, found, compiled.steps());
        return new Plan(
                target.name(),
                policy.hash(),
                observed.surroundings().version(),
                observed.surroundings().administrator(),
                governed,
                wanted,
                observed.fingerprint(governed),
                changes,
                new PlanEffects(wanted, found, changes),
                PlanNotes.of(policy, target.name(), observed.surroundings(), changes));
    }

    private List<Problem> unmet(Connection connection, Policy policy) throws SQLException {
        Catalog.Database database = policy.catalog().databases().get(target.name());
        if (database == null) {
            return List.of();
        }
        Administrator administrator = Administrator.of(connection);
        if (administrator.power() == Administrator.Power.SUPERUSER) {
            return List.of();
        }
        return Needs.of(connection, database).stream()
                .filter(need -> !need.met())
                .map(need ->
                        Problem.of(
                                SP3051,
                                "`" + administrator.name() + "` cannot " + need.what(),
                                "have somebody run `" + need.gives() + "`"))
                .toList();
    }

    private Predicate<TableName> governs(Policy policy) {
        return name -> policy.catalog().table(target.name(), name).isPresent();
    }

    private Set<TableName> governed(Policy policy) {
        return Optional.ofNullable(policy.catalog().databases().get(target.name())).stream()
                .flatMap(database -> database.tables().stream())
                .map(Catalog.GovernedTable::name)
                .collect(Collectors.toSet());
    }
}
