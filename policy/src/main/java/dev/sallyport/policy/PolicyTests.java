package dev.sallyport.policy;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.TableName;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs the tests of a policy folder against the policy itself, without a database, and says which
 * real accounts could ask a database the same.
 */
public final class PolicyTests {
    /** When a test asks that does not say when: a Wednesday, in the middle of the day. */
    private static final Instant NOON = Instant.parse("2026-01-07T12:00:00Z");

    private final Policy policy;
    private final PolicyEngine engine;
    private final Lineage lineage;

    public PolicyTests(Policy policy) {
        this.policy = policy;
        this.engine = new PolicyEngine(policy);
        this.lineage = new Lineage(policy.roles());
    }

    /** The tests that do not hold, in file order. */
    public static List<Problem> run(Policy policy) {
        PolicyTests tests = new PolicyTests(policy);
        return policy.tests().stream().flatMap(test -> tests.failure(test).stream()).toList();
    }

    /** Why a test does not hold; empty where it does. */
    public Optional<Problem> failure(PolicyTest test) {
        return failure(test, asked(test));
    }

    /**
     * Whether an account is the imagined one in the flesh: it holds the same roles, and what the
     * test expects is what the policy says for its attributes, too.
     */
    public boolean isLike(PolicyTest test, Entitlements.Account account) {
        Asked imagined = asked(test);
        return imagined.asker().kind() == account.kind()
                && imagined.roles().equals(roles(account))
                && failure(test, asked(account, imagined.circumstances())).isEmpty();
    }

    /** Whether a test holds for an account whoever knows when, where and what for it is asked. */
    public boolean needsNoCircumstances(PolicyTest test, Entitlements.Account account) {
        return failure(test, asked(account, Optional.empty())).isEmpty();
    }

    /** Where a test is: what it says itself, or production where the policy knows that. */
    public Optional<String> environment(PolicyTest test) {
        return test.as()
                .environment()
                .or(() ->
                        Optional.of(AssignmentReader.PROD)
                                .filter(policy.catalog().environments()::containsKey));
    }

    /** Who asks, whether imagined or real. */
    private record Asked(
            Set<String> roles,
            Asker asker,
            Optional<Circumstances> circumstances,
            Map<String, List<String>> attributes) {}

    private static Asked asked(
            Entitlements.Account account, Optional<Circumstances> circumstances) {
        return new Asked(roles(account), account.asker(), circumstances, account.attributes());
    }

    private static Set<String> roles(Entitlements.Account account) {
        return account.roles().stream()
                .map(Entitlements.Held::role)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Problem> failure(PolicyTest test, Asked asked) {
        return switch (test.expect()) {
            case PolicyTest.Verdict verdict -> failure(test, verdict, asked);
            case PolicyTest.Sees sees -> failure(test, sees, asked);
        };
    }

    private Optional<Problem> failure(PolicyTest test, PolicyTest.Verdict verdict, Asked asked) {
        AccessQuestion question =
                question(
                        asked,
                        verdict.database(),
                        verdict.table(),
                        verdict.column(),
                        verdict.verb());
        Optional<Way> allowing = ways(test, asked, question).stream().findFirst();
        String column = verdict.column().map(name -> "." + name).orElse("");
        String act =
                Words.quoted(
                        verdict.verb() + " " + verdict.database() + "." + verdict.table() + column);
        if (allowing.isPresent() && !verdict.can()) {
            String by =
                    "by " + allowing.get().rectangle().place() + "; change the rule or the test";
            return Optional.of(problem(test, act + " is allowed", by));
        }
        return allowing.isEmpty() && verdict.can()
                ? Optional.of(problem(test, act + " is denied", "change a role or the test"))
                : Optional.empty();
    }

    private Optional<Problem> failure(PolicyTest test, PolicyTest.Sees sees, Asked asked) {
        AccessQuestion question =
                question(
                        asked, sees.database(), sees.table(), Optional.of(sees.column()), Verb.SEE);
        Set<String> seen = new LinkedHashSet<>();
        for (Way way : ways(test, asked, question)) {
            if (way.showsInClear(sees.column())) {
                seen.add("in clear");
            }
            way.mask(sees.column())
                    .map(mask -> "through " + Words.quoted(mask))
                    .ifPresent(seen::add);
        }
        if (seen.equals(Set.of("through " + Words.quoted(sees.mask())))) {
            return Optional.empty();
        }
        String what = Words.quoted(sees.database() + "." + sees.table() + "." + sees.column());
        String how = seen.isEmpty() ? "not at all" : String.join(" and ", seen);
        return Optional.of(
                problem(
                        test,
                        what + " is seen " + how,
                        "the test expects " + Words.quoted(sees.mask()) + " only"));
    }

    private static Problem problem(PolicyTest test, String message, String instead) {
        return Problem.at(
                test.place(),
                ProblemCode.SP1201,
                "test " + Words.quoted(test.name()) + " fails: " + message,
                instead);
    }

    /** What allows it, of rectangles whose rows include the imagined one. */
    private List<Way> ways(PolicyTest test, Asked asked, AccessQuestion question) {
        ImaginedRow row = new ImaginedRow(test.row(), asked.attributes());
        boolean anyRow = test.row().isEmpty();
        return engine
                .allowing(question, engine.applicable(question), engine.guarded(question))
                .stream()
                .filter(way -> anyRow || row.isIn(condition(way)))
                .filter(way ->
                        anyRow
                                || !writes(question.verb())
                                || row.agreesWith(way.rectangle().edit().set()))
                .toList();
    }

    private Scope.Condition condition(Way way) {
        Scope scope = policy.catalog().scopes().get(way.rectangle().scope());
        return scope == null ? new Scope.AnyOf(List.of()) : scope.condition();
    }

    private static boolean writes(Verb verb) {
        return verb == Verb.INSERT || verb == Verb.UPDATE;
    }

    private static AccessQuestion question(
            Asked asked, String database, TableName table, Optional<String> column, Verb verb) {
        return new AccessQuestion(
                List.copyOf(asked.roles()),
                database,
                table,
                column,
                verb,
                asked.asker(),
                asked.circumstances());
    }

    private Asked asked(PolicyTest test) {
        PolicyTest.Imagined as = test.as();
        Optional<String> environment = environment(test);
        List<Entitlements.Held> held = held(as, environment);
        Set<String> roles = new LinkedHashSet<>();
        Set<String> withoutEdit = new LinkedHashSet<>();
        if (!isAgent(as)) {
            roles.addAll(as.roles());
        }
        for (Entitlements.Held one : held) {
            if (roles.add(one.role()) && !one.edit()) {
                withoutEdit.add(one.role());
            }
        }
        return new Asked(
                roles,
                new Asker(kind(as), withoutEdit),
                Optional.of(
                        new Circumstances(
                                as.at().orElse(NOON),
                                as.purpose(),
                                as.network(),
                                as.device(),
                                environment,
                                as.attributes())),
                as.attributes());
    }

    /** What is assigned; an agent beside people or roles has only what those have too. */
    private List<Entitlements.Held> held(PolicyTest.Imagined as, Optional<String> environment) {
        Granting granting = new Granting(as.at(), policy, environment);
        if (!isAgent(as)) {
            return granting.held(as.grantees());
        }
        Set<Assignment.Grantee> agents = new LinkedHashSet<>(as.grantees());
        agents.removeIf(grantee -> !(grantee instanceof Assignment.Agent));
        Set<Assignment.Grantee> people = new LinkedHashSet<>(as.grantees());
        people.removeAll(agents);
        Set<String> theirs = new LinkedHashSet<>(as.roles());
        granting.held(people).forEach(held -> theirs.add(held.role()));
        boolean alone = people.isEmpty() && as.roles().isEmpty();
        return granting.held(agents).stream()
                .filter(held ->
                        alone
                                || theirs.stream()
                                        .anyMatch(role -> lineage.of(role).contains(held.role())))
                .toList();
    }

    private static boolean isAgent(PolicyTest.Imagined as) {
        return kind(as) == AskerKind.AGENTS;
    }

    private static AskerKind kind(PolicyTest.Imagined as) {
        for (Assignment.Grantee grantee : as.grantees()) {
            if (grantee instanceof Assignment.Agent) {
                return AskerKind.AGENTS;
            }
            if (grantee instanceof Assignment.Service) {
                return AskerKind.SERVICES;
            }
        }
        return AskerKind.PEOPLE;
    }
}
