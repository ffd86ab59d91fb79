package dev.sallyport.gateway;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;

/** The applied policy and who holds what under it; swapped whole, never changed. */
public record PolicySnapshot(Policy policy, PolicyEngine engine, Entitlements entitlements) {

    public static PolicySnapshot of(Policy policy, Entitlements entitlements) {
        return new PolicySnapshot(policy, new PolicyEngine(policy), entitlements);
    }
}
