package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Mask;
import dev.sallyport.policy.Policy;
import java.util.Optional;

/** Whether a role may see another column instead of a masked one: that column is shown in clear. */
final class InsteadCheck {
    /** What is made to be shown in place of who somebody is. */
    private static final String PSEUDONYM = ".pseudonym";

    private final Policy policy;
    private final Sight sight;

    /**
     * @param message what is wrong
     * @param instead what to do about it
     */
    record Refusal(String message, String instead) {}

    InsteadCheck(Policy policy, Sight sight) {
        this.policy = policy;
        this.sight = sight;
    }

    /** Empty where the mask may show it, or shows the column itself. */
    Optional<Refusal> refusal(Mask mask, String column) {
        return mask.instead().flatMap(shown -> refusal(mask, column, shown));
    }

    private Optional<Refusal> refusal(Mask mask, String column, String shown) {
        String masked = sight.governed().classOf(column).orElse("");
        Optional<String> dataClass = sight.governed().classOf(shown);
        String what = "mask `" + mask.name() + "` shows `" + shown + "` for `" + column + "`, ";
        if (dataClass.isEmpty()) {
            return Optional.of(
                    new Refusal(what + "which has no class", "give it one in `columns:`"));
        }
        String other = dataClass.get();
        if (other.equals(masked)) {
            return Optional.empty();
        }
        if (!sight.isClear(shown) && !other.endsWith(PSEUDONYM)) {
            return Optional.of(
                    new Refusal(
                            what
                                    + "and role `"
                                    + sight.role().name()
                                    + "` does not see `"
                                    + other
                                    + "`",
                            "let the role see it, use another mask, or give `"
                                    + shown
                                    + "` a class whose name ends with `"
                                    + PSEUDONYM
                                    + "`"));
        }
        return asksMore(other, masked)
                ? Optional.of(
                        new Refusal(
                                what
                                        + "and the policy asks more of `"
                                        + other
                                        + "` than of `"
                                        + masked
                                        + "` (`risk`, `mfa`, `accounting` or what may leave as a file)",
                                "use another mask"))
                : Optional.empty();
    }

    /** What is asked when a column is used or leaves as a file is asked by the column's class. */
    private boolean asksMore(String other, String masked) {
        Catalog.DataClass more = policy.catalog().classes().get(other);
        Catalog.DataClass less = policy.catalog().classes().get(masked);
        return more == null
                || less == null
                || more.risk().compareTo(less.risk()) > 0
                || more.mfa().isPresent()
                || more.accounting() == Catalog.Accounting.RECORD
                || policy.guardrails().stream()
                        .map(guardrail -> guardrail.acts().export())
                        .anyMatch(kept -> kept.contains(other) && !kept.contains(masked))
                || sight.rectangles().stream()
                        .anyMatch(part ->
                                part.export().contains(masked) && !part.export().contains(other));
    }
}
