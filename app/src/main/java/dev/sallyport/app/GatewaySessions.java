package dev.sallyport.app;

import dev.sallyport.control.console.OpenSession;
import dev.sallyport.control.console.OpenSessions;
import dev.sallyport.gateway.SessionView;
import java.util.List;
import java.util.Locale;

/** The sessions of the gateways, as the control plane sees and ends them. */
final class GatewaySessions implements OpenSessions {
    private final Gateways gateways;

    GatewaySessions(Gateways gateways) {
        this.gateways = gateways;
    }

    @Override
    public List<OpenSession> all() {
        return gateways.sessions().stream().map(GatewaySessions::session).toList();
    }

    @Override
    public void end(String id, String by, String reason) {
        gateways.end(id, by, reason);
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
