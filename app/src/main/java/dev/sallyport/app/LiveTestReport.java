package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.PolicyTest;
import dev.sallyport.problem.Problem;
import dev.sallyport.provision.LiveOutcome;
import java.util.List;

/** What came of the folder's tests in the databases, in words. */
final class LiveTestReport {
    private LiveTestReport() {}

    static Exit print(List<LiveOutcome> outcomes, Terminal terminal) {
        List<Problem> failures =
                outcomes.stream().flatMap(outcome -> failure(outcome).stream()).toList();
        if (!failures.isEmpty()) {
            terminal.refuse(failures);
        }
        outcomes.forEach(outcome -> note(outcome, terminal));
        terminal.say(
                "%s  %d tests: %d hold in the database, %d fail, %d at the gateway, %d not asked"
                        .formatted(
                                failures.isEmpty() ? "OK" : "NO",
                                outcomes.size(),
                                count(outcomes, LiveOutcome.Holds.class),
                                failures.size(),
                                count(outcomes, LiveOutcome.AtGateway.class),
                                count(outcomes, LiveOutcome.Unasked.class)));
        return failures.isEmpty() ? Exit.DONE : Exit.DIFFERS;
    }

    private static List<Problem> failure(LiveOutcome outcome) {
        return outcome instanceof LiveOutcome.Differs(_, Problem problem)
                ? List.of(problem)
                : List.of();
    }

    private static void note(LiveOutcome outcome, Terminal terminal) {
        switch (outcome) {
            case LiveOutcome.Holds _, LiveOutcome.Differs _ -> {}
            case LiveOutcome.AtGateway(var test, var why) ->
                    say("at the gateway", test, why, terminal);
            case LiveOutcome.Unasked(var test, var why) -> say("not asked", test, why, terminal);
        }
    }

    private static void say(String what, PolicyTest test, String why, Terminal terminal) {
        terminal.say("%s: %s test `%s`: %s".formatted(what, test.place(), test.name(), why));
    }

    private static long count(List<LiveOutcome> outcomes, Class<? extends LiveOutcome> kind) {
        return outcomes.stream().filter(kind::isInstance).count();
    }
}
