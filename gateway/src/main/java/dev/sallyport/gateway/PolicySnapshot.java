package dev.sallyport.gateway;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.problem.Problem;
import java.util.Optional;

/**
 * The applied policy and who holds what under it; swapped whole, never changed.
 *
 * @param shown what the columns of its views show
 * @param closed why nobody may have a session now, if so
 */
public record PolicySnapshot(
        Policy policy,
        PolicyEngine engine,
        Entitlements entitlements,
        ShownColumns shown,
        Optional<Problem> closed) {

    /** Open to everybody who holds something. */
    public PolicySnapshot(
            Policy policy, PolicyEngine engine, Entitlements entitlements, ShownColumns shown) {
        this(policy, engine, entitlements, shown, Optional.empty());
    }

    public static PolicySnapshot of(Policy policy, Entitlements entitlements) {
        return new PolicySnapshot(
                policy, new PolicyEngine(policy), entitlements, ShownColumns.NONE);
    }

    /** Which data the record must say the subjects of. */
    UsedClasses accounted() {
        return UsedClasses.accounted(policy.catalog());
    }

    public PolicySnapshot with(ShownColumns others) {
        return new PolicySnapshot(policy, engine, entitlements, others, closed);
    }

    /** The same, and nobody may have a session. */
    public PolicySnapshot closed(Problem why) {
        return new PolicySnapshot(policy, engine, entitlements, shown, Optional.of(why));
    }
}
