package dev.sallyport.policy.explain;

import dev.sallyport.problem.Place;
import java.util.List;
import java.util.Optional;

/**
 * A rule that came, went or says something else.
 *
 * @param rule what it is, as {@code scope my_clinics}
 * @param before where it was; empty for a new one
 * @param after where it is; empty for one that is gone
 * @param parts which of its words changed
 */
record RuleChange(
        String rule,
        Optional<Place> before,
        Optional<Place> after,
        List<String> parts,
        Effect effect) {

    /** Whether it changes anything by itself, or only by what people then gain and lose. */
    enum Effect {
        ITSELF,
        MEASURED
    }

    RuleChange {
        parts = List.copyOf(parts);
    }

    String sign() {
        if (before.isEmpty()) {
            return "+";
        }
        return after.isEmpty() ? "-" : "~";
    }

    String where() {
        if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
            return after.or(() -> before).map(Place::toString).orElse("");
        }
        return before.get() + ", now " + after.get();
    }

    /** {@code role nurse: limits, when}. */
    String words() {
        return rule + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    Json json() {
        return new Json()
                .put("rule", rule)
                .put("before", before)
                .put("after", after)
                .list("parts", parts);
    }
}
