package dev.sallyport.gateway;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;

/**
 * The applied policy and who holds what under it; swapped whole, never changed.
 *
 * @param shown what the columns of its views show
 */
public record PolicySnapshot(
        Policy policy, PolicyEngine engine, Entitlements entitlements, ShownColumns shown) {

    public static PolicySnapshot of(Policy policy, Entitlements entitlements) {
        return new PolicySnapshot(
                policy, new PolicyEngine(policy), entitlements, ShownColumns.NONE);
    }

    /** Which data the record must say the subjects of. */
    UsedClasses accounted() {
        return UsedClasses.accounted(policy.catalog());
    }

    public PolicySnapshot with(ShownColumns others) {
        return new PolicySnapshot(policy, engine, entitlements, others);
    }
}
