package dev.sallyport.policy;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the tests of a policy folder against the policy itself, without a database. */
public final class PolicyTests {
    private final Policy policy;
    private final PolicyEngine engine;

    private PolicyTests(Policy policy) {
        this.policy = policy;
        this.engine = new PolicyEngine(policy);
    }

    /** The tests that do not hold, in file order. */
    public static List<Problem> run(Policy policy) {
        PolicyTests tests = new PolicyTests(policy);
        return policy.tests().stream().flatMap(test -> tests.failure(test).stream()).toList();
    }

    private Optional<Problem> failure(PolicyTest test) {
        return switch (test.expect()) {
            case PolicyTest.Verdict verdict -> failure(test, verdict);
            case PolicyTest.Sees sees -> failure(test, sees);
        };
    }

    private Optional<Problem> failure(PolicyTest test, PolicyTest.Verdict verdict) {
        Optional<Way> allowing =
                ways(test, verdict.database(), verdict.table(), verdict.verb()).stream()
                        .filter(way -> way.allows(verdict.verb(), verdict.column()))
                        .findFirst();
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

    private Optional<Problem> failure(PolicyTest test, PolicyTest.Sees sees) {
        Set<String> seen = new LinkedHashSet<>();
        for (Way way : ways(test, sees.database(), sees.table(), Verb.SEE)) {
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

    /** The rectangles of the imagined person whose rows include the imagined one. */
    private List<Way> ways(PolicyTest test, String database, TableName table, Verb verb) {
        ImaginedRow row = new ImaginedRow(test.row(), test.attributes());
        boolean anyRow = test.row().isEmpty();
        return engine.ways(held(test), database, table).stream()
                .filter(way -> anyRow || row.isIn(condition(way)))
                .filter(way ->
                        anyRow || !writes(verb) || row.agreesWith(way.rectangle().edit().set()))
                .toList();
    }

    private Scope.Condition condition(Way way) {
        Scope scope = policy.catalog().scopes().get(way.rectangle().scope());
        return scope == null ? new Scope.AnyOf(List.of()) : scope.condition();
    }

    private static boolean writes(Verb verb) {
        return verb == Verb.INSERT || verb == Verb.UPDATE;
    }

    /**
     * Roles named by the test, and those of its groups; a test has no clock, so ends do not matter.
     */
    private List<String> held(PolicyTest test) {
        Set<String> held = new LinkedHashSet<>(test.roles());
        for (Assignment assignment : policy.assignments()) {
            if (assignment.grantee() instanceof Assignment.Group(String name)
                    && test.groups().contains(name)) {
                held.addAll(assignment.roles());
            }
        }
        return new ArrayList<>(held);
    }
}
