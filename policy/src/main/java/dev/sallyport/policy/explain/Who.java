package dev.sallyport.policy.explain;

import dev.sallyport.policy.Asker;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Owners;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who a question is about.
 *
 * @param name the agent's or the service's; empty for a person
 * @param person who asks, or for whom an agent does; nobody for a service
 */
record Who(AskerKind kind, String name, Directory.Person person) {
    static final String AGENT = "agent:";
    static final String SERVICE = "service:";

    static Who person(Directory.Person person) {
        return new Who(AskerKind.PEOPLE, "", person);
    }

    /** What they hold, as the doors are told. */
    List<Entitlements.Held> held(Entitlements entitlements) {
        return switch (kind) {
            case PEOPLE ->
                    entitlements
                            .of(person.login())
                            .map(Entitlements.Holder::roles)
                            .orElse(List.of());
            case AGENTS -> entitlements.ofAgent(name, person.login());
            case SERVICES -> entitlements.services().getOrDefault(name, List.of());
        };
    }

    /** That nobody at work answers for it; never of a person. */
    Optional<Problem> ownerless(Policy policy, Directory directory) {
        return new Owners(policy, directory).problem(kind, name);
    }

    static Asker asker(AskerKind kind, List<Entitlements.Held> held) {
        return new Asker(
                kind,
                held.stream()
                        .filter(role -> !role.edit())
                        .map(Entitlements.Held::role)
                        .collect(Collectors.toSet()));
    }

    /** {@code nora}, {@code agent:claude_support/nora} or {@code service:hl7_feed}. */
    @Override
    public String toString() {
        return switch (kind) {
            case PEOPLE -> person.login();
            case AGENTS -> AGENT + name + "/" + person.login();
            case SERVICES -> SERVICE + name;
        };
    }
}
