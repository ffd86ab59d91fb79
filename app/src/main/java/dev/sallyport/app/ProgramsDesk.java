package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.ProgramRequest;
import dev.sallyport.cli.ProgramRequest.Platform;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.directory.Program;
import dev.sallyport.control.directory.ProgramDesk;
import dev.sallyport.control.directory.Programs;
import dev.sallyport.control.directory.Standing;
import dev.sallyport.policy.Workload;
import java.util.Optional;

/** Does what commands want of agents and services. */
final class ProgramsDesk {
    private final ProgramDesk programs;

    ProgramsDesk(ProgramDesk programs) {
        this.programs = programs;
    }

    /**
     * @param actor as the record names who gave the order
     */
    Exit perform(ProgramRequest request, String actor, Terminal terminal) {
        Program now = change(request, actor);
        terminal.say(
                "%s `%s` is %s, and %s answers for it."
                        .formatted(
                                now.kind() == Program.Kind.AGENT ? "Agent" : "Service",
                                now.login(),
                                now.state().word(),
                                now.owner()));
        return Exit.DONE;
    }

    private Program change(ProgramRequest request, String actor) {
        return switch (request) {
            case ProgramRequest.Add asked ->
                    programs.add(
                            new Programs.Wanted(
                                    switch (asked.kind()) {
                                        case AGENT -> Program.Kind.AGENT;
                                        case SERVICE -> Program.Kind.SERVICE;
                                    },
                                    asked.login(),
                                    asked.name(),
                                    asked.owner(),
                                    workload(asked.workload()),
                                    asked.starts(),
                                    asked.ends()),
                            actor,
                            asked.reason());
            case ProgramRequest.Own asked ->
                    programs.own(asked.login(), asked.owner(), actor, asked.reason());
            case ProgramRequest.Run asked ->
                    programs.run(asked.login(), workload(asked.workload()), actor, asked.reason());
            case ProgramRequest.Date asked ->
                    programs.date(
                            asked.login(), asked.starts(), asked.ends(), actor, asked.reason());
            case ProgramRequest.Put asked ->
                    programs.stand(
                            asked.login(),
                            switch (asked.stand()) {
                                case SUSPENDED -> Standing.SUSPENDED;
                                case ACTIVE -> Standing.READMITTED;
                                case LEFT -> Standing.GONE;
                            },
                            actor,
                            asked.reason());
        };
    }

    private static Optional<Workload> workload(Optional<Platform> asked) {
        return asked.map(one -> new Workload(one.issuer(), one.subject()));
    }
}
