package dev.sallyport.app;

import dev.sallyport.control.console.OpenSession;
import dev.sallyport.control.console.OpenSessions;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.SessionView;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.List;
import java.util.Locale;

/** The sessions of the gateway that runs here, as the control plane sees and ends them. */
final class GatewaySessions implements OpenSessions {
    private final GatewayServer gateway;

    GatewaySessions(GatewayServer gateway) {
        this.gateway = gateway;
    }

    @Override
    public List<OpenSession> all() {
        return gateway.list().stream().map(GatewaySessions::session).toList();
    }

    @Override
    public void end(String id, String by, String reason) {
        gateway.sessions().end(id, ended(by, reason));
    }

    /** What somebody is told whose session is ended by somebody else. */
    static Problem ended(String by, String reason) {
        return Problem.of(
                ProblemCode.SP4038,
                by + " ended your session: " + reason,
                "ask the gateway's operators before you connect again");
    }

    static String word(SessionView.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static OpenSession session(SessionView view) {
        return new OpenSession(
                view.id(),
                view.login(),
                view.roles(),
                view.purpose(),
                view.database(),
                view.address(),
                view.since(),
                word(view.state()),
                view.statements(),
                view.ends(),
                view.endsBy());
    }
}
