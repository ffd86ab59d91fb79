package dev.sallyport.gateway;

import dev.sallyport.policy.Decision;
import dev.sallyport.policy.StatementRules;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of sessions said of one text, so that it is asked once. Confined to the event loop
 * whose gate keeps the text.
 */
final class Verdicts {
    /** Combinations of roles that run one text in turn; a fifth is judged anew each time. */
    private static final int REMEMBERED = 4;

    private final @Nullable StatementRules[] rules = new StatementRules[REMEMBERED];
    private final @Nullable Judged[] outcomes = new Judged[REMEMBERED];
    private int next;

    /** What was judged, refused if these rules deny it. */
    Judged of(Judged judged, StatementRules asked) {
        for (int i = 0; i < REMEMBERED; i++) {
            Judged outcome = outcomes[i];
            if (rules[i] == asked && outcome != null) {
                return outcome;
            }
        }
        Judged outcome =
                judged.statements().stream()
                        .flatMap(statement -> asked.denial(statement).stream())
                        .findFirst()
                        .map(Decision.Denied::problem)
                        .map(judged::refused)
                        .orElse(judged);
        rules[next] = asked;
        outcomes[next] = outcome;
        next = (next + 1) % REMEMBERED;
        return outcome;
    }
}
