package dev.sallyport.policy.explain;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Verb;
import java.util.ArrayList;
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
        Set<Guardrail> cuts = new LinkedHashSet<>();
        Set<String> classes = new LinkedHashSet<>();
        for (Gift gift : gifts) {
            cuts.addAll(gift.cuts());
            classes.addAll(gift.clear());
            classes.addAll(gift.masked().keySet());
        }
        List<String> words = new ArrayList<>();
        cuts.forEach(one -> words.add(one.name() + " forbids it, " + one.place()));
        if (verb == Verb.SEE) {
            guardrails.stream()
                    .filter(one -> one.effect() == Guardrail.Effect.WATCH)
                    .filter(one -> one.acts().see().stream().anyMatch(classes::contains))
                    .forEach(one -> words.add(one.name() + " watches it, " + one.place()));
        }
        return words;
    }
}
