package dev.sallyport.policy.explain;

import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.BreakGlass;
import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Deprecation;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Party;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Terms;
import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who stands how to which role, then and there; what is held is what the doors are told. */
final class Claims {
    private final Policy policy;
    private final Circumstances circumstances;
    private final Entitlements entitlements;
    private final Map<String, List<Assignment>> byRole = new HashMap<>();
    private final Map<Place, Assignment> byPlace = new HashMap<>();

    Claims(Policy policy, Directory directory, Circumstances circumstances) {
        this.policy = policy;
        this.circumstances = circumstances;
        this.entitlements = entitlements(policy, directory, circumstances);
        for (Assignment assignment : policy.assignments()) {
            byPlace.put(assignment.place(), assignment);
            for (String role : assignment.roles()) {
                byRole.computeIfAbsent(role, ignored -> new ArrayList<>()).add(assignment);
            }
        }
    }

    private static Entitlements entitlements(
            Policy policy, Directory directory, Circumstances circumstances) {
        return circumstances
                .environment()
                .map(name -> Entitlements.at(circumstances.at(), policy, directory, name))
                .orElseGet(() -> Entitlements.at(circumstances.at(), policy, directory));
    }

    Entitlements entitlements() {
        return entitlements;
    }

    Claim of(Who who, String role) {
        return who.held(entitlements).stream()
                .filter(held -> held.role().equals(role))
                .findFirst()
                .map(this::held)
                .orElseGet(() -> notHeld(who, role));
    }

    /** Whether anybody who does not hold it may ask for it, or open it in an emergency. */
    boolean isAskedFor(String role) {
        Optional<Terms> terms = policy.effective(role).map(Role::terms);
        return terms.map(found -> !found.standing() || found.breakGlass().isPresent()).orElse(true)
                || byRole.getOrDefault(role, List.of()).stream().anyMatch(Assignment::eligible);
    }

    Claim held(Entitlements.Held held) {
        String because =
                Optional.ofNullable(byPlace.get(held.because())).map(GranteeWords::of).orElse("");
        return new Claim(Claim.State.HELD, because, held.until(), Optional.of(held.because()));
    }

    /** The assignment that comes nearest to giving it. */
    private Claim notHeld(Who who, String role) {
        Optional<Role> known = policy.effective(role);
        return byRole.getOrDefault(role, List.of()).stream()
                .filter(assignment -> concerns(assignment, who))
                .map(assignment -> claim(assignment, known))
                .min(Comparator.comparing(Claim::state))
                .filter(claim -> claim.state() != Claim.State.NONE)
                .or(() -> known.flatMap(found -> emergency(found, who)))
                .orElseGet(() -> Claim.none("not assigned"));
    }

    private Claim claim(Assignment assignment, Optional<Role> role) {
        Optional<Instant> end =
                role.flatMap(found -> found.terms().deprecated()).map(Deprecation::until);
        Optional<Instant> over =
                assignment.activeAt(circumstances.at())
                        ? end.filter(last -> !circumstances.at().isBefore(last))
                        : assignment.until();
        boolean here =
                circumstances
                        .environment()
                        .map(name ->
                                assignment.concerns(name)
                                        && role.map(found -> found.terms().concerns(name))
                                                .orElse(true))
                        .orElse(true);
        boolean asks =
                assignment.eligible() || role.map(found -> !found.terms().standing()).orElse(false);
        return new Claim(
                state(over.isPresent(), here, asks),
                GranteeWords.of(assignment),
                over.or(assignment::until),
                Optional.of(assignment.place()));
    }

    private static Claim.State state(boolean over, boolean here, boolean asks) {
        if (over) {
            return Claim.State.EXPIRED;
        }
        if (!here) {
            return Claim.State.ELSEWHERE;
        }
        return asks ? Claim.State.ELIGIBLE : Claim.State.NONE;
    }

    private static boolean concerns(Assignment assignment, Who who) {
        return switch (assignment.grantee()) {
            case Assignment.Group(String name) ->
                    who.name().isEmpty() && who.person().groups().contains(name);
            case Assignment.Individual(String login) ->
                    who.name().isEmpty() && who.person().login().equals(login);
            case Assignment.Agent(String name) -> who.toString().startsWith(Who.AGENT + name + "/");
            case Assignment.Service(String name) -> who.toString().equals(Who.SERVICE + name);
        };
    }

    private Optional<Claim> emergency(Role role, Who who) {
        return role.terms()
                .breakGlass()
                .filter(glass -> who.name().isEmpty())
                .flatMap(glass -> eligible(glass, who))
                .map(party ->
                        new Claim(
                                Claim.State.BREAK_GLASS,
                                GranteeWords.of(party),
                                Optional.empty(),
                                role.terms().breakGlass().map(BreakGlass::place)));
    }

    private Optional<Party> eligible(BreakGlass glass, Who who) {
        return glass.eligible().stream().filter(party -> isOf(party, who)).findFirst();
    }

    private boolean isOf(Party party, Who who) {
        return switch (party.kind()) {
            case GROUP -> who.person().groups().contains(party.name());
            case PERSON -> who.person().login().equals(party.name());
            case ROLE ->
                    who.held(entitlements).stream()
                            .anyMatch(held -> held.role().equals(party.name()));
        };
    }
}
