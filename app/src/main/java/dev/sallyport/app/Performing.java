package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.SallyportCommand;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import java.util.List;
import java.util.function.Function;

/** Does a command for a caller who hears of whatever goes wrong. */
final class Performing {
    private Performing() {}

    static Exit of(Actions actions, Request request, Terminal terminal) {
        return of(actions, request, terminal, refused -> terminal.refuse(refused.problems()));
    }

    /**
     * @param refused what becomes of a refusal
     */
    static Exit of(
            Actions actions, Request request, Terminal terminal, Function<Refused, Exit> refused) {
        try {
            return actions.perform(request, terminal);
        } catch (Refused e) {
            return refused.apply(e);
        } catch (Exception | Error e) {
            return terminal.refuse(List.of(SallyportCommand.unexpected(actions.keep(e, request))));
        }
    }
}
