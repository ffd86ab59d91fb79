package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3060;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.PolicyTest;
import dev.sallyport.policy.PolicyTests;
import dev.sallyport.policy.Verb;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The tests of a policy folder, asked of one live database as the accounts they imagine. */
final class LiveTests {
    /** Colleagues hold the same; a test must not take as long as there are people. */
    private static final int MOST_ASKED = 3;

    /** The class of states of a server that lets somebody not in. */
    private static final String NOT_LET_IN = "28";

    /** No privilege to connect to this database. */
    private static final String NO_CONNECT = "42501";

    private final TargetDatabase target;
    private final AccountSecrets secrets;
    private final Policy policy;
    private final Catalog.Database database;
    private final PolicyEngine engine;
    private final NativeRoles natives;
    private final PolicyTests tests;
    private final Entitlements entitlements;
    private final Surroundings surroundings;
    private final LiveSession admin;
    private final String snapshot;

    /**
     * @param policy as this database reads it, of one environment
     */
    LiveTests(
            TargetDatabase target,
            AccountSecrets secrets,
            Policy policy,
            Entitlements entitlements,
            Surroundings surroundings,
            LiveSession admin)
            throws SQLException {
        this.target = target;
        this.secrets = secrets;
        this.policy = policy;
        this.database = Objects.requireNonNull(policy.catalog().databases().get(target.name()));
        this.engine = new PolicyEngine(policy);
        this.natives = NativeRoles.of(policy, database, entitlements);
        this.tests = new PolicyTests(policy);
        this.entitlements = entitlements;
        this.surroundings = surroundings;
        this.admin = admin;
        this.snapshot = admin.snapshot();
    }

    /** Each account signs in once, whatever the number of its tests. */
    List<LiveOutcome> run(List<PolicyTest> asked, Optional<String> environment)
            throws SQLException {
        Map<PolicyTest, LiveOutcome> settled = new LinkedHashMap<>();
        Map<String, List<PolicyTest>> byLogin = new LinkedHashMap<>();
        Map<String, Entitlements.Account> accounts = new LinkedHashMap<>();
        for (PolicyTest test : asked) {
            Optional<LiveOutcome> without = withoutDatabase(test, environment);
            settled.put(test, without.orElse(new LiveOutcome.Holds(test, List.of())));
            if (without.isEmpty()) {
                for (Entitlements.Account account : like(test)) {
                    accounts.put(account.login(), account);
                    byLogin.computeIfAbsent(account.login(), _ -> new ArrayList<>()).add(test);
                }
            }
        }
        for (Entitlements.Account account : accounts.values()) {
            List<PolicyTest> mine = byLogin.getOrDefault(account.login(), List.of());
            ask(account, mine)
                    .forEach((test, outcome) -> settled.merge(test, outcome, LiveTests::both));
        }
        return List.copyOf(settled.values());
    }

    /** What differs for one differs; what one could not be asked another may have been. */
    private static LiveOutcome both(LiveOutcome before, LiveOutcome now) {
        return switch (before) {
            case LiveOutcome.Differs _ -> before;
            case LiveOutcome.Holds(var test, var logins) ->
                    switch (now) {
                        case LiveOutcome.Holds(_, var more) -> {
                            List<String> all = new ArrayList<>(logins);
                            all.addAll(more);
                            yield new LiveOutcome.Holds(test, all);
                        }
                        case LiveOutcome.Differs _ -> now;
                        case LiveOutcome.AtGateway _, LiveOutcome.Unasked _ ->
                                logins.isEmpty() ? now : before;
                    };
            case LiveOutcome.AtGateway _, LiveOutcome.Unasked _ -> now;
        };
    }

    private Optional<LiveOutcome> withoutDatabase(PolicyTest test, Optional<String> environment) {
        if (environment.isPresent()
                && !tests.environment(test).equals(environment)
                && tests.environment(test).isPresent()) {
            return Optional.of(new LiveOutcome.Unasked(test, "it is about another environment"));
        }
        Optional<Problem> failure = tests.failure(test);
        if (failure.isPresent()) {
            return Optional.of(new LiveOutcome.Differs(test, failure.get()));
        }
        if (verb(test) == Verb.EXPORT) {
            return Optional.of(
                    new LiveOutcome.AtGateway(test, "what is seen can be copied in a database"));
        }
        List<Entitlements.Account> like = like(test);
        if (like.isEmpty()) {
            return Optional.of(
                    new LiveOutcome.Unasked(test, "nobody holds just these roles as it imagines"));
        }
        return like.stream().anyMatch(account -> tests.needsNoCircumstances(test, account))
                ? Optional.empty()
                : Optional.of(
                        new LiveOutcome.AtGateway(
                                test, "it turns on when, from where or what for somebody asks"));
    }

    static Verb verb(PolicyTest test) {
        return switch (test.expect()) {
            case PolicyTest.Verdict verdict -> verdict.verb();
            case PolicyTest.Sees _ -> Verb.SEE;
        };
    }

    static String database(PolicyTest test) {
        return switch (test.expect()) {
            case PolicyTest.Verdict verdict -> verdict.database();
            case PolicyTest.Sees sees -> sees.database();
        };
    }

    static TableName table(PolicyTest test) {
        return switch (test.expect()) {
            case PolicyTest.Verdict verdict -> verdict.table();
            case PolicyTest.Sees sees -> sees.table();
        };
    }

    static Optional<String> column(PolicyTest test) {
        return switch (test.expect()) {
            case PolicyTest.Verdict verdict -> verdict.column();
            case PolicyTest.Sees sees -> Optional.of(sees.column());
        };
    }

    private List<Entitlements.Account> like(PolicyTest test) {
        List<Entitlements.Account> all = new ArrayList<>(entitlements.accounts());
        entitlements.directory().people().values().stream()
                .filter(person -> entitlements.of(person.login()).isEmpty())
                .filter(person -> !person.suspended())
                .map(LiveTests::withoutRole)
                .forEach(all::add);
        return all.stream()
                .filter(account -> tests.isLike(test, account))
                .limit(MOST_ASKED)
                .toList();
    }

    private static Entitlements.Account withoutRole(Directory.Person person) {
        return new Entitlements.Account(
                person.login(), AskerKind.PEOPLE, person.attributes(), List.of(), person.place());
    }

    private Map<PolicyTest, LiveOutcome> ask(Entitlements.Account account, List<PolicyTest> mine)
            throws SQLException {
        Map<PolicyTest, LiveOutcome> outcomes = new LinkedHashMap<>();
        Optional<Connection> door = signIn(account);
        if (door.isEmpty()) {
            mine.forEach(test -> outcomes.put(test, notLetIn(test, account)));
            return outcomes;
        }
        try (LiveSession session = LiveSession.at(snapshot, door.get())) {
            var asking =
                    new LiveQuestions(
                            policy.catalog(),
                            database,
                            surroundings,
                            account,
                            roles(account),
                            admin,
                            session);
            for (PolicyTest test : mine) {
                outcomes.put(test, outcome(test, account, asking));
            }
        }
        return outcomes;
    }

    /** By the direct door, with the account's own secret; empty where it does not open. */
    private Optional<Connection> signIn(Entitlements.Account account) throws SQLException {
        var door =
                new TargetDatabase(
                        target.name(),
                        target.url(),
                        account.login(),
                        secrets.secretFor(account.login()));
        try {
            return Optional.of(door.connect());
        } catch (SQLException e) {
            String state = Optional.ofNullable(e.getSQLState()).orElse("");
            if (state.startsWith(NOT_LET_IN) || state.equals(NO_CONNECT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<LiveRole> roles(Entitlements.Account account) {
        return natives.of(account).stream()
                .filter(NativeRoles.Holding::hasViews)
                .map(holding ->
                        new LiveRole(
                                policy,
                                engine,
                                target.name(),
                                account,
                                NativeNames.policyRole(holding.role()),
                                holding.role()))
                .toList();
    }

    private static LiveOutcome notLetIn(PolicyTest test, Entitlements.Account account) {
        return account.roles().isEmpty()
                ? new LiveOutcome.Holds(test, List.of(account.login()))
                : differs(
                        test,
                        "the policy gives `" + account.login() + "` an account",
                        "the database does not let it in");
    }

    private static LiveOutcome outcome(
            PolicyTest test, Entitlements.Account account, LiveQuestions asking)
            throws SQLException {
        return switch (asking.ask(test)) {
            case LiveAnswer.Agrees _ -> new LiveOutcome.Holds(test, List.of(account.login()));
            case LiveAnswer.NoRow(String why) -> new LiveOutcome.Unasked(test, why);
            case LiveAnswer.Disagrees(String says, String does) -> differs(test, says, does);
        };
    }

    private static LiveOutcome differs(PolicyTest test, String says, String does) {
        return new LiveOutcome.Differs(
                test,
                Problem.at(
                        test.place(),
                        SP3060,
                        "test `"
                                + test.name()
                                + "` fails in the database: "
                                + says
                                + ", and "
                                + does,
                        "`sallyport drift` says what was changed; `sallyport apply` puts it right"));
    }
}
