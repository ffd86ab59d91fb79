package dev.sallyport.provision;

import dev.sallyport.policy.Assignment;

/** Says how an assignment is held natively. */
final class AssignmentWords {
    private AssignmentWords() {}

    static String grantee(Assignment.Grantee grantee) {
        return switch (grantee) {
            case Assignment.Group(String name) -> "group `" + name + "`";
            case Assignment.Individual(String login) -> "person `" + login + "`";
            case Assignment.Agent(String name) -> "agent `" + name + "`";
            case Assignment.Service(String name) -> "service `" + name + "`";
        };
    }

    static String how(Assignment assignment, boolean here) {
        if (!here) {
            return "gives nothing here: for `" + String.join("`, `", assignment.env()) + "`";
        }
        if (assignment.eligible()) {
            return "gives nothing until opened";
        }
        return accounts(assignment) + edits(assignment) + end(assignment.end());
    }

    private static String accounts(Assignment assignment) {
        return switch (assignment.grantee()) {
            case Assignment.Group _, Assignment.Individual _ -> "members of the role";
            case Assignment.Service(String name) -> "account `" + name + "`";
            case Assignment.Agent(String name) ->
                    assignment
                            .onBehalfOf()
                            .map(whom ->
                                    "an account `"
                                            + name
                                            + "$LOGIN` for each of "
                                            + grantee(whom)
                                            + ", never more than theirs")
                            .orElse("no account: it acts for nobody");
        };
    }

    private static String edits(Assignment assignment) {
        return assignment.edit() ? "" : ", not of its edits";
    }

    private static String end(Assignment.End end) {
        return switch (end) {
            case Assignment.On(var instant) ->
                    "; dead at " + instant + " by the clock of the database";
            case Assignment.Reviewed _ -> "; held until taken out: no review ends it yet";
            case Assignment.Never _ -> "; nothing ends it";
        };
    }
}
