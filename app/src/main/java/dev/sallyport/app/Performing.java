package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.SallyportCommand;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import java.util.List;

/** Does a command for a caller who hears of whatever goes wrong. */
final class Performing {
    private Performing() {}

    static Exit of(Actions actions, Request request, Terminal terminal) {
        try {
            return actions.perform(request, terminal);
        } catch (Refused e) {
            return terminal.refuse(e.problems());
        } catch (Exception | Error e) {
            return terminal.refuse(List.of(SallyportCommand.unexpected(actions.keep(e, request))));
        }
    }
}
