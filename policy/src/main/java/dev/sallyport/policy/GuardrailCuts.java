package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1123;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists what roles allow and guardrails take away from somebody who may hold them. */
final class GuardrailCuts {
    private final Policy policy;
    private final Lineage lineage;
    private final AccessIndex index;
    private final List<Problem> cuts = new ArrayList<>();

    private GuardrailCuts(Policy policy, AccessIndex index) {
        this.policy = policy;
        this.lineage = new Lineage(policy.roles());
        this.index = index;
    }

    static List<Problem> in(Policy policy, AccessIndex index) {
        GuardrailCuts cuts = new GuardrailCuts(policy, index);
        for (Guardrail guardrail : policy.guardrails()) {
            if (guardrail.effect() == Guardrail.Effect.NEVER) {
                policy.roles().values().forEach(role -> cuts.cut(guardrail, role));
            }
        }
        return cuts.cuts;
    }

    private void cut(Guardrail guardrail, Role role) {
        if (!role.allow().isEmpty() && isHeldWhere(guardrail, role.name())) {
            for (Role.Rectangle rectangle : role.allow()) {
                taken(guardrail, rectangle)
                        .ifPresent(taken -> cuts.add(cut(guardrail, role, rectangle, taken)));
            }
        }
    }

    /** What nobody can hold there is not missed there. */
    private boolean isHeldWhere(Guardrail guardrail, String role) {
        return policy.assignments().stream()
                .filter(assignment -> concerns(guardrail, assignment))
                .flatMap(assignment -> assignment.roles().stream())
                .anyMatch(held ->
                        lineage.of(held).contains(role) && meet(guardrail.env(), env(held)));
    }

    private Set<String> env(String role) {
        return Optional.ofNullable(policy.roles().get(role))
                .map(found -> found.terms().env())
                .orElse(Set.of());
    }

    private static boolean concerns(Guardrail guardrail, Assignment assignment) {
        AskerKind kind =
                switch (assignment.grantee()) {
                    case Assignment.Group ignored -> AskerKind.PEOPLE;
                    case Assignment.Individual ignored -> AskerKind.PEOPLE;
                    case Assignment.Agent ignored -> AskerKind.AGENTS;
                    case Assignment.Service ignored -> AskerKind.SERVICES;
                };
        return guardrail.against().map(kind::equals).orElse(true)
                && meet(guardrail.env(), assignment.env());
    }

    /** Two lists of environments, where an empty one is all of them. */
    private static boolean meet(Set<String> one, Set<String> other) {
        return one.isEmpty() || other.isEmpty() || one.stream().anyMatch(other::contains);
    }

    private Optional<String> taken(Guardrail guardrail, Role.Rectangle rectangle) {
        Guardrail.Acts acts = guardrail.acts();
        Set<String> shown = new LinkedHashSet<>(rectangle.see());
        shown.addAll(rectangle.masked().keySet());
        List<String> taken = new ArrayList<>();
        taken("seeing", acts.see(), shown).ifPresent(taken::add);
        taken("changing", acts.edit(), changed(rectangle)).ifPresent(taken::add);
        taken("exporting", acts.export(), rectangle.export()).ifPresent(taken::add);
        return taken.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", taken));
    }

    private static Optional<String> taken(String act, Set<String> cut, Set<String> allowed) {
        List<String> both = cut.stream().filter(allowed::contains).toList();
        return both.isEmpty() ? Optional.empty() : Optional.of(act + " " + Words.quoted(both));
    }

    /** The classes of what may be changed; who deletes a row deletes every class of it. */
    private Set<String> changed(Role.Rectangle rectangle) {
        Role.Edit edit = rectangle.edit();
        Set<String> words = new LinkedHashSet<>(edit.insert());
        words.addAll(edit.update());
        Set<String> classes = new LinkedHashSet<>();
        for (Role.Target target : rectangle.on()) {
            Optional<Catalog.GovernedTable> table =
                    target.table().flatMap(name -> index.table(target.database(), name));
            for (String word : words) {
                table.flatMap(found -> found.classOf(word)).ifPresent(classes::add);
                if (policy.catalog().classes().containsKey(word)) {
                    classes.add(word);
                }
            }
            if (edit.delete()) {
                table.ifPresent(found -> classes.addAll(found.columns().values()));
            }
        }
        return classes;
    }

    private static Problem cut(
            Guardrail guardrail, Role role, Role.Rectangle rectangle, String taken) {
        Place place = guardrail.place();
        String from = guardrail.against().map(kind -> kind + " with ").orElse("");
        String where = guardrail.env().isEmpty() ? "" : " in " + Words.quoted(guardrail.env());
        return Problem.at(
                rectangle.place(),
                SP1123,
                "guardrail "
                        + Words.quoted(guardrail.name())
                        + " takes "
                        + taken
                        + " from "
                        + from
                        + "role "
                        + Words.quoted(role.name())
                        + where,
                "the guardrail is at " + place + " and wins");
    }
}
