package dev.sallyport.policy.explain;

import dev.sallyport.policy.AccessQuestion;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at every role for one question; the verdict is the engine's, narrowed to the row. */
final class Inquiry {
    private final Policy policy;
    private final Optional<Problem> ownerless;
    private final Question question;
    private final Claims claims;
    private final Conditions conditions;
    private final InForce inForce;

    Inquiry(Policy policy, Directory directory, Question question) {
        this.policy = policy;
        this.ownerless = question.who().ownerless(policy, directory);
        this.question = question;
        this.claims =
                new Claims(policy, directory.about(question.person()), question.circumstances());
        this.conditions = new Conditions(policy, question, withoutEdit());
        this.inForce = InForce.of(policy, question.who().kind(), question.circumstances());
    }

    Why answer() {
        List<Line> table = policy.roles().values().stream().flatMap(this::lines).toList();
        Decision decision = decision();
        Why.Verdict verdict = verdict(decision, table);
        return new Why(
                question,
                verdict,
                decision,
                table,
                legend(table),
                inForce.words(
                        table.stream().flatMap(line -> line.gift().stream()).toList(),
                        question.verb()),
                enforcement(table),
                policy.hash(),
                help(table, decision, verdict),
                ownerless);
    }

    /** Before anything else helps, somebody has to answer for it. */
    private List<String> help(List<Line> table, Decision decision, Why.Verdict verdict) {
        return ownerless
                .map(problem -> List.of(problem.instead()))
                .orElseGet(() ->
                        new Remedies(policy, question, decision, inForce.guarded())
                                .of(table, verdict));
    }

    private String enforcement(List<Line> table) {
        List<Gift> theirs =
                table.stream()
                        .filter(line -> line.isYours().holds())
                        .flatMap(line -> line.gift().stream())
                        .toList();
        return Enforcement.of(policy, question, theirs, inForce.acting(theirs, question.verb()));
    }

    /** Of the lines that are theirs; what others' conditions are helps nobody. */
    private Legend legend(List<Line> table) {
        return Legend.of(
                policy,
                question.person(),
                table.stream()
                        .filter(line -> line.isYours().holds())
                        .flatMap(line -> line.gift().stream())
                        .toList());
    }

    private Set<String> withoutEdit() {
        return Who.asker(question.who().kind(), question.who().held(claims.entitlements()))
                .withoutEdit();
    }

    private Decision decision() {
        List<Entitlements.Held> held = question.who().held(claims.entitlements());
        return new PolicyEngine(policy)
                .decide(
                        new AccessQuestion(
                                held.stream().map(Entitlements.Held::role).toList(),
                                question.target().database(),
                                question.target().table(),
                                question.target().column(),
                                question.verb(),
                                Who.asker(question.who().kind(), held),
                                Optional.of(question.circumstances())));
    }

    private static Why.Verdict verdict(Decision decision, List<Line> table) {
        Cell.Truth opens = table.stream().map(Line::opens).reduce(Cell.Truth.NO, Cell.Truth::or);
        if (decision instanceof Decision.Denied || opens == Cell.Truth.NO) {
            return Why.Verdict.DENIED;
        }
        return opens == Cell.Truth.YES ? Why.Verdict.ALLOWED : Why.Verdict.UNDECIDED;
    }

    /** A role that neither gives it nor is the person's says nothing. */
    private Stream<Line> lines(Role role) {
        Claim claim = claims.of(question.who(), role.name());
        List<Gift> gifts =
                Gift.of(policy, role.name(), question.target(), question.verb(), inForce.guarded());
        if (gifts.isEmpty()) {
            Line nothing =
                    new Line(
                            role.name(),
                            Optional.empty(),
                            claim.state(),
                            Cell.no(""),
                            claim.cell(),
                            Cell.NOT_ASKED,
                            rules(role.place(), claim));
            return claim.state() == Claim.State.NONE || claim.state() == Claim.State.BREAK_GLASS
                    ? Stream.empty()
                    : Stream.of(nothing);
        }
        return gifts.stream().map(gift -> line(role, gift, claim));
    }

    private Line line(Role role, Gift gift, Claim claim) {
        return new Line(
                role.name(),
                Optional.of(gift),
                claim.state(),
                gift.isNothing() ? Cell.no("a guardrail forbids it") : Cell.yes(gift.words()),
                claim.cell(),
                claim.state() == Claim.State.NONE ? Cell.NOT_ASKED : conditions.of(gift),
                rules(gift.rectangle().place(), claim));
    }

    private static List<Place> rules(Place first, Claim claim) {
        List<Place> rules = new ArrayList<>(List.of(first));
        claim.place().ifPresent(rules::add);
        return rules;
    }
}
