package dev.sallyport.app;

import dev.sallyport.control.console.ConsoleRoles;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.policy.ConsoleRole;
import dev.sallyport.policy.Directory;
import java.time.InstantSource;
import java.util.Set;

/** What somebody is in Sallyport itself, by the policy and the people that hold in a deployment. */
final class ConsoleStanding implements ConsoleRoles {
    private final Deployment deployment;
    private final InstantSource clock;

    ConsoleStanding(Deployment deployment, InstantSource clock) {
        this.deployment = deployment;
        this.clock = clock;
    }

    @Override
    public Set<ConsoleRole> of(String login) {
        PolicySnapshot snapshot = deployment.inForce().snapshot();
        Directory.Person person = snapshot.entitlements().directory().people().get(login);
        return person == null ? Set.of() : snapshot.policy().console(person, clock.instant());
    }
}
