package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements.Held;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Limits;
import dev.sallyport.policy.Limits.ExportRule;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.CopyDirection;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the policy says of taking rows away as a file: by each role that a statement may read
 * through and says something of exports, and by guardrails. Who holds no such role may copy what
 * they see.
 */
final class Exports {
    static final Exports NONE = new Exports(List.of(), List.of(), Set.of(), "");

    private final List<Rule> rules;
    private final List<Guardrail> guardrails;
    private final Set<String> harmless;
    private final String database;

    /**
     * What one role says.
     *
     * @param place where it says so
     */
    private record Rule(Role role, Optional<ExportRule> rule, Place place) {
        /** Whether it says of each class whether it may leave. */
        boolean names() {
            return rule.equals(Optional.of(ExportRule.DENY_WHEN_CLASSIFIED))
                    || role.allow().stream().anyMatch(part -> !part.export().isEmpty());
        }
    }

    /** What becomes of one export. */
    sealed interface Ruling {
        /** Nothing is said of it, or it may leave. */
        record Free() implements Ruling {}

        /** It may leave, and bears a mark. */
        record Marked(Place rule) implements Ruling {}

        /** It may leave once somebody else agrees. */
        record Asked(Place rule, String owner) implements Ruling {}

        record Denied(Problem problem, Cap.Then then) implements Ruling {}
    }

    private Exports(
            List<Rule> rules, List<Guardrail> guardrails, Set<String> harmless, String database) {
        this.rules = List.copyOf(rules);
        this.guardrails = List.copyOf(guardrails);
        this.harmless = Set.copyOf(harmless);
        this.database = database;
    }

    static Exports of(PolicySnapshot snapshot, Admission.Admitted who) {
        Policy policy = snapshot.policy();
        List<Rule> rules = new ArrayList<>();
        for (Held held : Caps.held(snapshot, who)) {
            policy.effective(held.role())
                    .map(role -> rule(role, held))
                    .filter(rule -> rule.rule().isPresent() || rule.names())
                    .ifPresent(rules::add);
        }
        Optional<String> environment = Arrival.environment(snapshot).map(Environment::name);
        List<Guardrail> guardrails =
                policy.guardrails().stream()
                        .filter(one -> one.effect() == Guardrail.Effect.NEVER)
                        .filter(one -> one.concerns(who.asker().kind(), environment))
                        .filter(one -> !one.acts().export().isEmpty())
                        .toList();
        Set<String> harmless =
                policy.catalog().classes().values().stream()
                        .filter(one -> one.risk() == Catalog.Risk.LOW)
                        .map(Catalog.DataClass::name)
                        .collect(Collectors.toSet());
        return new Exports(rules, guardrails, harmless, who.arrival().database());
    }

    private static Rule rule(Role role, Held held) {
        Limits own = role.terms().limits();
        Optional<ExportRule> rule = own.narrower(held.limits()).export();
        return new Rule(role, rule, rule.equals(own.export()) ? role.place() : held.because());
    }

    boolean isNone() {
        return rules.isEmpty() && guardrails.isEmpty();
    }

    static boolean isOne(Statement statement) {
        return statement.copyDirection().filter(CopyDirection.OUT::equals).isPresent();
    }

    /** The narrowest of all that is said. */
    Ruling of(Reach reach, Statement statement) {
        Reach.Reached reached = reach.of(statement);
        for (Guardrail guardrail : guardrails) {
            if (reach.mayShow(reached, guardrail.acts().export())) {
                return new Ruling.Denied(kept(guardrail), Caps.then(guardrail));
            }
        }
        List<Rule> mine =
                rules.stream()
                        .filter(rule -> !reached.certain() || isThrough(rule, reached))
                        .toList();
        return mine.stream()
                .flatMap(rule -> denied(rule, reached).stream())
                .findFirst()
                .<Ruling>map(problem -> new Ruling.Denied(problem, Cap.Then.NOTHING))
                .orElseGet(() -> allowed(mine));
    }

    private static boolean isThrough(Rule rule, Reach.Reached reached) {
        return reached.sources().stream().anyMatch(source -> source.role().equals(rule.role()));
    }

    private static Ruling allowed(List<Rule> rules) {
        Optional<Rule> asked = first(rules, ExportRule.APPROVE);
        if (asked.isPresent()) {
            return new Ruling.Asked(asked.get().place(), asked.get().role().owner());
        }
        return first(rules, ExportRule.WATERMARK)
                .<Ruling>map(rule -> new Ruling.Marked(rule.place()))
                .orElseGet(Ruling.Free::new);
    }

    private static Optional<Rule> first(List<Rule> rules, ExportRule kind) {
        return rules.stream().filter(rule -> rule.rule().equals(Optional.of(kind))).findFirst();
    }

    private Optional<Problem> denied(Rule rule, Reach.Reached reached) {
        String role = "role `" + rule.role().name() + "`";
        if (rule.rule().equals(Optional.of(ExportRule.DENY))) {
            return Optional.of(
                    Problem.at(
                            rule.place(),
                            ProblemCode.SP2075,
                            role + " lets nothing leave as a file",
                            "read it with SELECT, or ask " + rule.role().owner()));
        }
        if (!rule.names()) {
            return Optional.empty();
        }
        if (!reached.certain()) {
            return Optional.of(
                    Problem.at(
                            rule.place(),
                            ProblemCode.SP2076,
                            role
                                    + " lets some classes leave as a file, and which are in this cannot"
                                    + " be told",
                            "name tables and columns, without functions of your own"));
        }
        Set<String> kept = new TreeSet<>();
        for (Reach.Source source : reached.sources()) {
            if (source.role().equals(rule.role())) {
                kept.addAll(reached.shown(source, database));
                kept.removeAll(let(rule, source));
            }
        }
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Problem.at(
                                rule.place(),
                                ProblemCode.SP2076,
                                role
                                        + " does not let `"
                                        + String.join("`, `", kept)
                                        + "` leave as a file",
                                "name the other columns alone, or ask " + rule.role().owner()));
    }

    /** What may leave of a table. */
    private Set<String> let(Rule rule, Reach.Source source) {
        Set<String> let = new HashSet<>();
        if (rule.rule().equals(Optional.of(ExportRule.DENY_WHEN_CLASSIFIED))) {
            let.addAll(harmless);
        }
        rule.role().allow().stream()
                .filter(part -> part.covers(database, source.table().name()))
                .forEach(part -> let.addAll(part.export()));
        return let;
    }

    private static Problem kept(Guardrail guardrail) {
        return Problem.at(
                guardrail.place(),
                ProblemCode.SP2076,
                "guardrail `"
                        + guardrail.name()
                        + "` forbids `"
                        + String.join("`, `", guardrail.acts().export())
                        + "` to leave as a file",
                "leave those columns out; no role opens it");
    }
}
