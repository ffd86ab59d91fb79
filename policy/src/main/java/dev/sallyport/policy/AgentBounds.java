package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1122;

import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Checks that an agent is given nothing that those it acts for do not hold. */
final class AgentBounds {
    private final Policy policy;
    private final Lineage lineage;

    AgentBounds(Policy policy) {
        this.policy = policy;
        this.lineage = new Lineage(policy.roles());
    }

    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Assignment given : policy.assignments()) {
            if (given.grantee() instanceof Assignment.Agent(String agent)
                    && given.onBehalfOf().isPresent()) {
                Assignment.Grantee principal = given.onBehalfOf().get();
                given.roles().stream()
                        .filter(role -> !isHeld(role, given, principal))
                        .forEach(role -> problems.add(problem(given, agent, role, principal)));
            }
        }
        return problems;
    }

    private boolean isHeld(String role, Assignment given, Assignment.Grantee principal) {
        return policy.assignments().stream()
                .filter(theirs -> theirs.grantee().equals(principal))
                .filter(theirs -> given.eligible() || !theirs.eligible())
                .filter(theirs -> coversEnvironments(theirs, given))
                .flatMap(theirs -> theirs.roles().stream())
                .anyMatch(held -> lineage.of(held).contains(role));
    }

    private static boolean coversEnvironments(Assignment theirs, Assignment given) {
        return theirs.env().isEmpty()
                || (!given.env().isEmpty() && theirs.env().containsAll(given.env()));
    }

    private static Problem problem(
            Assignment given, String agent, String role, Assignment.Grantee principal) {
        String whom =
                switch (principal) {
                    case Assignment.Group(String name) -> "group:" + name;
                    case Assignment.Individual(String login) -> "person:" + login;
                    case Assignment.Agent(String name) -> "agent:" + name;
                    case Assignment.Service(String name) -> "service:" + name;
                };
        return Problem.at(
                given.place(),
                SP1122,
                "agent "
                        + Words.quoted(agent)
                        + " gets "
                        + Words.quoted(role)
                        + ", which "
                        + Words.quoted(whom)
                        + " does not hold there",
                "assign it to them too, or take it from the agent");
    }
}
