package dev.sallyport.policy.explain;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Verb;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The guardrails that hold for who asks, then and there. */
record InForce(List<Guardrail> guardrails) {

    static InForce of(Policy policy, AskerKind kind, Circumstances circumstances) {
        return new InForce(
                policy.guardrails().stream()
                        .filter(one -> one.concerns(kind, circumstances.environment()))
                        .filter(one -> one.holdsAt(circumstances.at()))
                        .toList());
    }

    Guarded guarded() {
        return new Guarded(guardrails);
    }

    /** Those that take something away, and those that only watch what is left. */
    List<String> words(Collection<Gift> gifts, Verb verb) {
        return acting(gifts, verb).stream()
                .map(one ->
                        one.name()
                                + switch (one.effect()) {
                                    case NEVER -> " forbids it, ";
                                    case WATCH -> " watches it, ";
                                }
                                + one.place())
                .toList();
    }

    Set<Guardrail> acting(Collection<Gift> gifts, Verb verb) {
        Set<Guardrail> acting = new LinkedHashSet<>();
        Set<String> classes = new LinkedHashSet<>();
        for (Gift gift : gifts) {
            acting.addAll(gift.cuts());
            classes.addAll(gift.clear());
            classes.addAll(gift.masked().keySet());
        }
        if (verb == Verb.SEE) {
            guardrails.stream()
                    .filter(one -> one.effect() == Guardrail.Effect.WATCH)
                    .filter(one -> one.acts().see().stream().anyMatch(classes::contains))
                    .forEach(acting::add);
        }
        return acting;
    }
}
