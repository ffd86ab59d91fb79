package dev.sallyport.control.api;

import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.ConsoleCommands;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.ConsolePorts;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.http.Operation.Header;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the command line does, for whoever is elsewhere. */
@RestController
final class CommandPages {
    private final Callers callers;
    private final ConsolePorts ports;
    private final Once once;

    CommandPages(Callers callers, ConsolePorts ports, Once once) {
        this.callers = callers;
        this.ports = ports;
        this.once = once;
    }

    @Operation(
            id = "giveCommand",
            summary = "Does what the command line does; what it takes depends on the command.",
            access = Access.CONSOLE,
            headers = Header.IDEMPOTENCY_KEY,
            body = Asked.Command.class,
            answers = Shown.Done.class)
    @PostMapping(path = "/api/v1/commands", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> give(@RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = callers.require(request);
        Asked.Command asked = Bodies.read(body, Asked.Command.class);
        if (asked.command() == null || asked.arguments() == null) {
            throw Bodies.malformed();
        }
        ConsoleCommands.Command command = ports.commands().read(asked.command(), asked.arguments());
        caller.demand(command.right());
        // What only looks may look again.
        return command.right().changes()
                ? once.answer(request, caller, body, () -> run(command, caller))
                : run(command, caller).told();
    }

    private Answer run(ConsoleCommands.Command command, Caller caller) {
        ports.record().append(new ConsoleEvent.CommandGiven(caller.actor(), command.word()));
        ConsoleCommands.Done done = command.run(caller);
        return Answer.of(
                200, Optional.empty(), new Shown.Done(done.exit(), done.out(), done.err()));
    }
}
