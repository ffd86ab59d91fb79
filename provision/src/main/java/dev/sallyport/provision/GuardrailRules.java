package dev.sallyport.provision;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who enforces a guardrail: the grants it leaves out, where it is about what grants can say. */
final class GuardrailRules {
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
                List<String> missing = new ArrayList<>();
                switch (effect) {
                    case NEVER -> {}
                    case WATCH -> missing.add("nobody watches");
                }
                if (outside.isPresent()) {
                    missing.add("no view has hours");
                }
                if (!then.isEmpty()) {
                    missing.add("nobody is told");
                }
                missing.addAll(missing(acts, against));
                return missing.isEmpty()
                        ? new Enforcement.Native(how(acts, against))
                        : Enforcement.Refused.of(what, place, String.join("; ", missing));
            }
        }
    }

    private List<String> missing(Guardrail.Acts acts, Optional<AskerKind> against) {
        List<String> missing = new ArrayList<>();
        switch (acts) {
            case Guardrail.Acts(
                            var notInAnyView,
                            var notInAnyGrant,
                            var export,
                            var statements,
                            var volume) -> {
                volume.ifPresent(rows -> missing.add("nobody counts rows"));
                export.stream()
                        .filter(seen(against)::contains)
                        .findFirst()
                        .ifPresent(one ->
                                missing.add(
                                        "`" + one + "` is seen, and what is seen can be copied"));
                statements.stream()
                        .filter(one -> !one.needsAGrantOfItsOwn())
                        .findFirst()
                        .ifPresent(one -> missing.add("no grant tells `" + one + "` from others"));
            }
        }
        return missing;
    }

    private static String how(Guardrail.Acts acts, Optional<AskerKind> against) {
        List<String> how = new ArrayList<>();
        if (!acts.see().isEmpty()) {
            how.add("in no view");
        }
        if (!acts.edit().isEmpty()) {
            how.add("no grant to write");
        }
        if (!acts.export().isEmpty()) {
            how.add("nobody sees it, so nobody exports it");
        }
        if (!acts.statements().isEmpty()) {
            how.add("no grant of that");
        }
        return String.join(", ", how) + against.map(kind -> " for " + kind).orElse("");
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
