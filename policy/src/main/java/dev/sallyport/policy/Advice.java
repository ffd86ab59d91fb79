package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1124;
import static dev.sallyport.problem.ProblemCode.SP1126;
import static dev.sallyport.problem.ProblemCode.SP1127;
import static dev.sallyport.problem.ProblemCode.SP1128;
import static dev.sallyport.problem.ProblemCode.SP1129;

import dev.sallyport.problem.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is right as a policy and probably not what was meant. */
public final class Advice {
    private final Policy policy;
    private final List<Problem> notes = new ArrayList<>();

    private Advice(Policy policy) {
        this.policy = policy;
    }

    static List<Problem> on(Policy policy, AccessIndex index, Separation separation) {
        Advice advice = new Advice(policy);
        advice.notes.addAll(Unused.in(policy));
        advice.unreachable();
        policy.assignments().forEach(advice::endless);
        advice.notes.addAll(Widening.in(policy));
        advice.twins();
        policy.assignments().forEach(advice::deprecated);
        separation.idle().forEach(advice::idle);
        advice.notes.addAll(GuardrailCuts.in(policy, index));
        return advice.notes.stream().distinct().limit(Problems.SHOWN).toList();
    }

    /** Assignments of roles that have ended: mistakes from that day on. */
    public static List<Problem> ended(Policy policy, Instant now) {
        List<Problem> ended = new ArrayList<>();
        for (Assignment assignment : policy.assignments()) {
            for (Role role : roles(policy, assignment)) {
                role.terms()
                        .deprecated()
                        .filter(deprecation -> !now.isBefore(deprecation.until()))
                        .ifPresent(deprecation ->
                                ended.add(assigned(assignment, role, deprecation, "ended on")));
            }
        }
        return ended;
    }

    private static List<Role> roles(Policy policy, Assignment assignment) {
        return assignment.roles().stream()
                .flatMap(name -> Optional.ofNullable(policy.roles().get(name)).stream())
                .toList();
    }

    private void deprecated(Assignment assignment) {
        for (Role role : roles(policy, assignment)) {
            role.terms()
                    .deprecated()
                    .ifPresent(deprecation ->
                            notes.add(assigned(assignment, role, deprecation, "ends on")));
        }
    }

    private static Problem assigned(
            Assignment assignment, Role role, Deprecation deprecation, String ends) {
        return Problem.at(
                assignment.place(),
                SP1127,
                "role "
                        + Words.quoted(role.name())
                        + " "
                        + ends
                        + " "
                        + deprecation.until().atOffset(ZoneOffset.UTC).toLocalDate()
                        + " and is still assigned",
                "assign " + Words.quoted(deprecation.replacedBy()));
    }

    /** Assigned, and yet neither standing nor to be asked for. */
    private void unreachable() {
        Set<String> held = new HashSet<>();
        Set<String> eligible = new HashSet<>();
        for (Assignment assignment : policy.assignments()) {
            (assignment.eligible() ? eligible : held).addAll(assignment.roles());
        }
        for (Role role : policy.roles().values()) {
            boolean asked =
                    role.terms().request().isPresent() || role.terms().breakGlass().isPresent();
            boolean assigned = held.contains(role.name()) || eligible.contains(role.name());
            boolean standing = role.terms().standing() && held.contains(role.name());
            if (assigned && !asked && !standing) {
                notes.add(
                        Problem.at(
                                role.place(),
                                SP1129,
                                "nobody can hold role "
                                        + Words.quoted(role.name())
                                        + ": it is assigned, but gives nothing unasked and cannot"
                                        + " be asked for",
                                role.terms().standing()
                                        ? "add `request:`, or assign it without `eligible`"
                                        : "add `request:`, or take `standing: false` out"));
            }
        }
    }

    private void endless(Assignment assignment) {
        if (assignment.end() instanceof Assignment.Never && !assignment.eligible()) {
            notes.add(
                    Problem.at(
                            assignment.place(),
                            SP1124,
                            "nothing ends this assignment of "
                                    + assignment
                                            .function()
                                            .map(Words::quoted)
                                            .orElse(Words.quoted(assignment.roles())),
                            "add `until:` with a date or `review`"));
        }
    }

    private void twins() {
        Map<List<Object>, Role> seen = new HashMap<>();
        for (Role role : policy.effective().values()) {
            Role first = seen.putIfAbsent(sameness(role), role);
            if (first != null) {
                notes.add(
                        Problem.at(
                                role.place(),
                                SP1126,
                                "role "
                                        + Words.quoted(role.name())
                                        + " is the same as role "
                                        + Words.quoted(first.name()),
                                "use the one at " + first.place() + ", and assign it twice"));
            }
        }
    }

    /** Everything that holding it comes to; neither who answers for it nor where it is written. */
    private static List<Object> sameness(Role role) {
        Set<Object> rectangles = new HashSet<>();
        for (Role.Rectangle one : role.allow()) {
            rectangles.add(
                    List.of(
                            one.on(),
                            one.scope(),
                            one.see(),
                            one.masked(),
                            one.edit(),
                            one.export()));
        }
        Terms terms = role.terms();
        return List.of(
                Set.copyOf(role.purposes()),
                rectangles,
                terms.env(),
                terms.standing(),
                terms.sessions(),
                terms.when(),
                terms.limits(),
                terms.statements(),
                terms.onlyQueries().stream().map(Object::toString).toList(),
                terms.request(),
                terms.breakGlass(),
                terms.channels(),
                terms.console());
    }

    private void idle(Duty.Acceptance acceptance) {
        notes.add(
                Problem.at(
                        acceptance.place(),
                        SP1128,
                        Words.quoted(acceptance.name())
                                + " accepts "
                                + Words.quoted(acceptance.roles())
                                + ", which do not re-identify",
                        "take it out"));
    }
}
