package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1121;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Keeps duties apart over what people really hold: inheritance, functions and groups counted. */
public final class Separation {
    private final Policy policy;
    private final Lineage lineage;
    private final Reidentification reidentification;
    private final List<Duty.NeverBoth> rules = new ArrayList<>();
    private final List<Duty.Acceptance> accepted = new ArrayList<>();

    public Separation(Policy policy) {
        this(policy, new AccessIndex(policy));
    }

    Separation(Policy policy, AccessIndex index) {
        this.policy = policy;
        this.lineage = new Lineage(policy.roles());
        this.reidentification = new Reidentification(policy, index);
        for (Duty duty : policy.separation()) {
            switch (duty) {
                case Duty.NeverBoth rule -> rules.add(rule);
                case Duty.Acceptance acceptance -> accepted.add(acceptance);
                case Duty.FourEyes ignored -> {}
                case Duty.SoleReviewer ignored -> {}
            }
        }
    }

    /**
     * Two roles in one hand that a rule keeps apart.
     *
     * @param rule its name; empty for the built-in rule against re-identification
     * @param reach whether they may be held at all, or only not used in one session
     */
    public record Conflict(
            String one, String other, Optional<Duty.NeverBoth> rule, Duty.Reach reach) {

        private String because() {
            return rule.map(duty -> "which " + Words.quoted(duty.name()) + " keeps apart")
                    .orElse("which together re-identify");
        }
    }

    /** What a holder of these roles breaks in an environment, or in some one where none is told. */
    public List<Conflict> conflicts(Collection<String> held, Optional<String> environment) {
        List<Claim> claims =
                held.stream()
                        .map(role ->
                                new Claim(
                                        role,
                                        environment.map(Set::of).orElse(Set.of()),
                                        Place.line("", 0)))
                        .toList();
        return conflicts(claims).stream().map(Meeting::conflict).toList();
    }

    /** A role that somebody holds or may ask for, where, and because of which line. */
    private record Claim(String role, Set<String> env, Place because) {}

    private record Meeting(Conflict conflict, Claim one, Claim other) {}

    /** Every role and every grantee that is bound to break a rule. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Role role : policy.roles().values()) {
            if (!role.terms().inherits().isEmpty()) {
                problems.addAll(problems(role));
            }
        }
        Map<Assignment.Grantee, List<Claim>> byGrantee = new LinkedHashMap<>();
        for (Assignment assignment : policy.assignments()) {
            byGrantee
                    .computeIfAbsent(assignment.grantee(), g -> new ArrayList<>())
                    .addAll(claims(assignment));
        }
        byGrantee.forEach((grantee, claims) ->
                lasting(claims)
                        .forEach(meeting ->
                                problems.add(
                                        problem(meeting.other.because, told(grantee), meeting))));
        return problems;
    }

    private List<Problem> problems(Role role) {
        List<Claim> included =
                lineage.of(role.name()).stream()
                        .filter(name -> !name.equals(role.name()))
                        .map(name -> new Claim(name, role.terms().env(), role.place()))
                        .toList();
        return lasting(included).stream()
                .limit(1)
                .map(meeting ->
                        Problem.at(
                                role.place(),
                                SP1121,
                                "role "
                                        + Words.quoted(role.name())
                                        + " includes "
                                        + pair(meeting.conflict)
                                        + ", "
                                        + meeting.conflict.because(),
                                "inherit one of them"))
                .toList();
    }

    /** Everybody whose groups and own assignments meet where one grantee alone breaks nothing. */
    public List<Problem> problems(Directory directory) {
        Map<Assignment.Grantee, List<Integer>> byGrantee = new HashMap<>();
        for (int i = 0; i < policy.assignments().size(); i++) {
            byGrantee
                    .computeIfAbsent(policy.assignments().get(i).grantee(), g -> new ArrayList<>())
                    .add(i);
        }
        List<Problem> problems = new ArrayList<>();
        for (Directory.Person person : directory.people().values()) {
            Set<Integer> own = new TreeSet<>();
            own.addAll(
                    byGrantee.getOrDefault(new Assignment.Individual(person.login()), List.of()));
            for (String group : person.groups()) {
                own.addAll(byGrantee.getOrDefault(new Assignment.Group(group), List.of()));
            }
            List<Claim> claims =
                    own.stream()
                            .flatMap(i -> claims(policy.assignments().get(i)).stream())
                            .toList();
            lasting(claims)
                    .forEach(meeting ->
                            problems.add(
                                    problem(
                                            person.place(),
                                            "person " + Words.quoted(person.login()),
                                            meeting)));
        }
        return problems.stream().limit(Problems.SHOWN).toList();
    }

    private static List<Claim> claims(Assignment assignment) {
        return assignment.roles().stream()
                .map(role -> new Claim(role, assignment.env(), assignment.place()))
                .toList();
    }

    /** What may never be; one role that includes both is reported at the role. */
    private List<Meeting> lasting(List<Claim> claims) {
        return claims.size() < 2
                ? List.of()
                : conflicts(claims).stream()
                        .filter(meeting -> meeting.conflict.reach() == Duty.Reach.EVER)
                        .filter(meeting -> !meeting.one.equals(meeting.other))
                        .toList();
    }

    private static Problem problem(Place place, String who, Meeting meeting) {
        return Problem.at(
                place,
                SP1121,
                who + " gets " + pair(meeting.conflict) + ", " + meeting.conflict.because(),
                "see "
                        + meeting.one.because
                        + " and "
                        + meeting.other.because
                        + "; take one out"
                        + (meeting.conflict.rule().isPresent()
                                ? ""
                                : ", or `accept` both with a reason"));
    }

    private static String told(Assignment.Grantee grantee) {
        return switch (grantee) {
            case Assignment.Group(String name) -> "group " + Words.quoted(name);
            case Assignment.Individual(String login) -> "person " + Words.quoted(login);
            case Assignment.Agent(String name) -> "agent " + Words.quoted(name);
            case Assignment.Service(String name) -> "service " + Words.quoted(name);
        };
    }

    private static String pair(Conflict conflict) {
        return Words.quoted(conflict.one()) + " and " + Words.quoted(conflict.other());
    }

    /** The first pair of claims for each rule. */
    private List<Meeting> conflicts(List<Claim> claims) {
        List<Meeting> meetings = new ArrayList<>();
        for (Duty.NeverBoth rule : rules) {
            Set<String> env = rule.env();
            meeting(rule, claims, env).ifPresent(meetings::add);
        }
        reidentifying(claims).ifPresent(meetings::add);
        return meetings;
    }

    private Optional<Meeting> meeting(Duty.NeverBoth rule, List<Claim> claims, Set<String> env) {
        for (Claim one : claims) {
            for (Claim other : claims) {
                Optional<String> mine = included(rule.roles(), one, Set.of());
                Optional<String> theirs =
                        mine.flatMap(found -> included(rule.roles(), other, Set.of(found)));
                if (theirs.isPresent() && meet(one, other, env)) {
                    var conflict =
                            new Conflict(mine.get(), theirs.get(), Optional.of(rule), rule.reach());
                    return Optional.of(new Meeting(conflict, one, other));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> included(List<String> roles, Claim claim, Set<String> but) {
        Set<String> included = lineage.of(claim.role);
        return roles.stream()
                .filter(role -> included.contains(role) && !but.contains(role))
                .findFirst();
    }

    private Optional<Meeting> reidentifying(List<Claim> claims) {
        for (Claim one : claims) {
            for (Claim other : claims) {
                if (reidentification.identifying().contains(one.role)
                        && reidentification.pseudonymous().contains(other.role)
                        && !isAccepted(one.role, other.role)
                        && meet(one, other, Set.of())) {
                    boolean inOrder = claims.indexOf(one) < claims.indexOf(other);
                    var conflict =
                            new Conflict(one.role, other.role, Optional.empty(), Duty.Reach.EVER);
                    return Optional.of(
                            new Meeting(conflict, inOrder ? one : other, inOrder ? other : one));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isAccepted(String one, String other) {
        return accepted.stream()
                .anyMatch(acceptance ->
                        acceptance.roles().contains(one) && acceptance.roles().contains(other));
    }

    /** Acceptances of roles that are in no conflict. */
    List<Duty.Acceptance> idle() {
        return accepted.stream()
                .filter(acceptance -> {
                    Set<String> roles = new HashSet<>(acceptance.roles());
                    return roles.stream().noneMatch(reidentification.identifying()::contains)
                            || roles.stream().noneMatch(reidentification.pseudonymous()::contains);
                })
                .toList();
    }

    /** Whether there is an environment for both assignments, both roles and the rule. */
    private boolean meet(Claim one, Claim other, Set<String> env) {
        Set<String> common = new LinkedHashSet<>();
        boolean everywhere = true;
        for (Set<String> part : List.of(one.env, other.env, env, env(one.role), env(other.role))) {
            if (!part.isEmpty()) {
                if (everywhere) {
                    common.addAll(part);
                } else {
                    common.retainAll(part);
                }
                everywhere = false;
            }
        }
        return everywhere || !common.isEmpty();
    }

    private Set<String> env(String role) {
        return Optional.ofNullable(policy.roles().get(role))
                .map(found -> found.terms().env())
                .orElse(Set.of());
    }
}
