package dev.sallyport.policy.explain;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.ConsoleAssignment;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import java.util.ArrayList;
import java.util.List;

/** Looks at every role for one person. */
final class Possibilities {
    private final Policy policy;
    private final Directory directory;
    private final Who who;
    private final Circumstances circumstances;
    private final Claims claims;
    private final Remainder remainder;
    private final List<Can.Row> held = new ArrayList<>();
    private final List<Can.Row> otherwise = new ArrayList<>();
    private final List<Can.Row> eligible = new ArrayList<>();
    private final List<String> idle = new ArrayList<>();
    private final List<Gift> opening = new ArrayList<>();

    Possibilities(Policy policy, Directory directory, Who who, Circumstances circumstances) {
        this.policy = policy;
        this.directory = directory;
        this.who = who;
        this.circumstances = circumstances;
        this.claims = new Claims(policy, directory.about(who.person()), circumstances);
        Guarded guarded = InForce.of(policy, who.kind(), circumstances).guarded();
        this.remainder =
                new Remainder(
                        policy,
                        guarded,
                        Who.asker(who.kind(), who.held(claims.entitlements())).withoutEdit());
    }

    Can answer() {
        policy.roles().keySet().forEach(name -> policy.effective(name).ifPresent(this::add));
        if (who.kind() == AskerKind.PEOPLE) {
            policy.console().stream()
                    .filter(one -> one.isHeldBy(who.person(), circumstances.at()))
                    .forEach(this::add);
        }
        return new Can(
                who,
                circumstances.at(),
                held,
                otherwise,
                eligible,
                idle,
                Legend.of(policy, who.person(), opening),
                policy.hash(),
                who.ownerless(policy, directory));
    }

    private void add(Role role) {
        Claim claim = claims.of(who, role.name());
        switch (claim.state()) {
            case HELD -> {
                List<Can.Row> rows = rows(role, claim);
                (Applicability.holds(role, circumstances) ? held : otherwise).addAll(rows);
                if (rows.isEmpty()) {
                    idle.add(role.name() + " (" + claim.words() + ") " + nothing(role));
                }
            }
            case ELIGIBLE -> eligible.addAll(rows(role, claim));
            case ELSEWHERE, EXPIRED, BREAK_GLASS -> idle.add(role.name() + ": " + claim.words());
            case NONE -> {}
        }
    }

    private void add(ConsoleAssignment one) {
        idle.add(
                "console role "
                        + one.role().word()
                        + ", "
                        + one.until().map(end -> "until " + Moment.words(end)).orElse("no end")
                        + " ("
                        + one.place()
                        + "): works in Sallyport itself and opens no table");
    }

    private static String nothing(Role role) {
        return role.allow().isEmpty() ? "opens no table" : "is left with nothing by guardrails";
    }

    private List<Can.Row> rows(Role role, Claim claim) {
        Gift.all(role).forEach(opening::add);
        return role.allow().stream()
                .flatMap(rectangle -> remainder.of(role, rectangle).stream())
                .map(left -> row(role, left, claim))
                .toList();
    }

    private Can.Row row(Role role, Role.Rectangle left, Claim claim) {
        List<Place> rules = new ArrayList<>(List.of(left.place()));
        claim.place().ifPresent(rules::add);
        return new Can.Row(
                role.name(),
                left,
                Legend.rows(policy, left),
                role.terms().when().map(Object::toString),
                claim.until(),
                rules);
    }
}
