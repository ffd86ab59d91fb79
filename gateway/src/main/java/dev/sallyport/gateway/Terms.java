package dev.sallyport.gateway;

import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.wire.StartupPacket.Startup;
import java.time.Instant;

/**
 * Under what an account was opened. Only a session under the same terms may have it after another:
 * the same person, policy and secret, and the same startup parameters.
 *
 * @param startup as it was sent to the database
 * @param arrival who came, from where and what for
 * @param engine of the policy as it was applied then: each apply makes another
 * @param secrets of the account: each epoch makes others
 */
record Terms(Startup startup, Arrival arrival, PolicyEngine engine, NativeSecrets secrets) {
    static Terms of(Shared shared, Startup startup, Arrival arrival) {
        return new Terms(
                startup, arrival, shared.policy().engine(), shared.secrets(arrival.login()));
    }

    String login() {
        return arrival.login();
    }

    boolean serve(Terms asked) {
        return startup.equals(asked.startup)
                && engine.equals(asked.engine)
                && secrets.equals(asked.secrets);
    }

    /** Whether the person could sign in now and would be given the same account. */
    boolean holdAt(Shared shared, Instant now) {
        return serve(of(shared, startup, arrival))
                && switch (Admission.ask(shared.policy(), arrival, now)) {
                    case Admission.Admitted _ -> true;
                    case Admission.TurnedAway _ -> false;
                };
    }
}
