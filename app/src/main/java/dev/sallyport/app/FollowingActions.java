package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What can be asked of a gateway that follows a control plane: what happens at it, no more. */
final class FollowingActions implements Actions {
    private final URI control;
    private final Gateways gateway;
    private final Supplier<Entitlements> entitlements;
    private final InstantSource clock;

    /**
     * @param entitlements as it has them from there
     */
    FollowingActions(
            URI control,
            Gateways gateway,
            Supplier<Entitlements> entitlements,
            InstantSource clock) {
        this.control = control;
        this.gateway = gateway;
        this.entitlements = entitlements;
        this.clock = clock;
    }

    @Override
    public Exit perform(Request request, Terminal terminal) {
        return switch (request) {
            case Request.Sessions asked -> new SessionDesk(gateway).perform(asked, terminal);
            case Request.Exports asked ->
                    new ExportDesk(gateway, entitlements, clock).perform(asked, terminal);
            default -> throw elsewhere(control);
        };
    }

    static Refused elsewhere(URI control) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7315,
                        "this gateway follows `" + control + "`, where that is done",
                        "give the command there"));
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return FailureLog.write(request.data(), failure, clock).toString();
    }
}
