package dev.sallyport.policy.explain;

import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Party;

/** To whom something is assigned, as people say it. */
final class GranteeWords {
    private GranteeWords() {}

    /** {@code group nurses}, {@code by name}, {@code agent x for group service-desk}. */
    static String of(Assignment assignment) {
        String whom =
                switch (assignment.grantee()) {
                    case Assignment.Individual ignored -> "by name";
                    case Assignment.Group group -> named(group);
                    case Assignment.Agent agent -> named(agent);
                    case Assignment.Service service -> named(service);
                };
        return whom
                + assignment.onBehalfOf().map(other -> " for " + named(other)).orElse("")
                + assignment.function().map(function -> ", function " + function).orElse("");
    }

    static String of(Party party) {
        return party.kind() + " " + party.name();
    }

    /** {@code group nurses}, {@code nora}. */
    static String named(Assignment.Grantee grantee) {
        return switch (grantee) {
            case Assignment.Group(String name) -> "group " + name;
            case Assignment.Individual(String login) -> login;
            case Assignment.Agent(String name) -> "agent " + name;
            case Assignment.Service(String name) -> "service " + name;
        };
    }
}
