package dev.sallyport.provision;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import dev.sallyport.problem.Place;
import dev.sallyport.sql.Act;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who enforces a guardrail: the grants it leaves out, where it is about what grants can say. */
final class GuardrailRules {
    /** What nobody can do without a grant that the plan does not make. */
    private static final Set<Act> GRANTED =
            EnumSet.of(
                    Act.SELECT,
                    Act.INSERT,
                    Act.UPDATE,
                    Act.DELETE,
                    Act.DDL,
                    Act.COPY_IN,
                    Act.TRUNCATE,
                    Act.DROP,
                    Act.GRANT,
                    Act.ALTER_ROLE);

    private static final String WATCHED =
            "raises an alert, once an hour for each person; around it nobody watches";

    private final Policy policy;
    private final Optional<String> environment;
    private final Entitlements entitlements;

    GuardrailRules(Policy policy, Optional<String> environment, Entitlements entitlements) {
        this.policy = policy;
        this.environment = environment;
        this.entitlements = entitlements;
    }

    Ruling of(Guardrail guardrail) {
        String what = "guardrail `" + guardrail.name() + "`";
        return new Ruling(what, guardrail.place(), by(guardrail, what));
    }

    private Enforcement by(Guardrail guardrail, String what) {
        switch (guardrail) {
            case Guardrail(
                            var name,
                            var effect,
                            var acts,
                            var env,
                            var outside,
                            var against,
                            var then,
                            var place) -> {
                if (!env.isEmpty() && !environment.map(env::contains).orElse(true)) {
                    return RoleRules.elsewhere(env);
                }
                return switch (effect) {
                    case WATCH ->
                            unless(
                                    notWatched(acts, then),
                                    what,
                                    place,
                                    new Enforcement.Gateway(WATCHED));
                    case NEVER -> {
                        List<String> missing = new ArrayList<>();
                        if (outside.isPresent() && !acts.isOfStatements()) {
                            missing.add("no view has hours");
                        }
                        if (!then.isEmpty() && !acts.isOfTaking()) {
                            missing.add("nobody is told");
                        }
                        yield unless(missing, what, place, held(acts, against, outside));
                    }
                };
            }
        }
    }

    private static Enforcement unless(
            List<String> missing, String what, Place place, Enforcement by) {
        return missing.isEmpty()
                ? by
                : Enforcement.Refused.of(what, place, String.join("; ", missing));
    }

    private Enforcement held(
            Guardrail.Acts acts, Optional<AskerKind> against, Optional<Guardrail.Hours> outside) {
        List<String> taking = new ArrayList<>();
        List<String> others = natively(acts);
        if (acts.export().stream().anyMatch(seen(against)::contains)) {
            taking.add("refuses COPY … TO STDOUT of it; around it whatever is seen can be copied");
        } else if (!acts.export().isEmpty()) {
            others.add("nobody sees it, so nobody exports it");
        }
        if (acts.volume().isPresent()) {
            taking.add(LimitRules.COUNTED);
        }
        String how = String.join(", ", others) + against.map(kind -> " for " + kind).orElse("");
        boolean gateway = outside.isPresent() || !isNative(acts);
        if (taking.isEmpty()) {
            return gateway
                    ? new Enforcement.Gateway(how + "; around it nobody asks")
                    : new Enforcement.Native(how);
        }
        if (!others.isEmpty()) {
            taking.addFirst(how);
        }
        return new Enforcement.Gateway(String.join("; ", taking));
    }

    /** What is read can be told of; what is written stands on record, and nobody is told. */
    private static List<String> notWatched(Guardrail.Acts acts, List<String> then) {
        List<String> missing = new ArrayList<>();
        if (then.isEmpty()) {
            missing.add("nobody is told: it has no `then: [alert]`");
        }
        if (!acts.edit().isEmpty()
                || !acts.export().isEmpty()
                || !acts.statements().isEmpty()
                || !acts.functions().isEmpty()) {
            missing.add("nobody watches anything but what is seen");
        }
        return missing;
    }

    /** Whether leaving out a grant, or a view, holds all of it back. */
    private static boolean isNative(Guardrail.Acts acts) {
        return acts.functions().isEmpty() && GRANTED.containsAll(acts.statements());
    }

    private static List<String> natively(Guardrail.Acts acts) {
        List<String> how = new ArrayList<>();
        if (!acts.see().isEmpty()) {
            how.add("in no view");
        }
        if (!acts.edit().isEmpty()) {
            how.add("no grant to write");
        }
        if (!acts.statements().isEmpty() || !acts.functions().isEmpty()) {
            how.add(isNative(acts) ? "no grant of that" : "refuses such statements");
        }
        return how;
    }

    /** The classes somebody whom it concerns is shown, masked or not. */
    private Set<String> seen(Optional<AskerKind> against) {
        Set<String> seen = new HashSet<>();
        for (Entitlements.Account account : entitlements.accounts()) {
            if (against.map(account.kind()::equals).orElse(true)) {
                Guarded guarded = guarded(account.kind());
                account.roles().stream()
                        .flatMap(held -> policy.effective(held.role()).stream())
                        .flatMap(role -> shown(role).stream())
                        .filter(one -> guarded.forbids(Verb.SEE, one).isEmpty())
                        .forEach(seen::add);
            }
        }
        return seen;
    }

    private Guarded guarded(AskerKind kind) {
        return new Guarded(
                policy.guardrails().stream()
                        .filter(one -> one.concerns(kind, environment))
                        .toList());
    }

    private static Set<String> shown(Role role) {
        Set<String> shown = new HashSet<>();
        for (Role.Rectangle rectangle : role.allow()) {
            shown.addAll(rectangle.see());
            shown.addAll(rectangle.masked().keySet());
        }
        return shown;
    }
}
