package dev.sallyport.app;

import dev.sallyport.gateway.ExportRequests;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.SessionView;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The gateway that runs in this process. */
final class OwnGateway implements Gateways {
    private final GatewayServer gateway;

    OwnGateway(GatewayServer gateway) {
        this.gateway = gateway;
    }

    @Override
    public List<SessionView> sessions() {
        return gateway.list();
    }

    @Override
    public void end(String session, String by, String reason) {
        gateway.sessions()
                .end(
                        session,
                        Problem.of(
                                ProblemCode.SP4038,
                                by + " ended your session: " + reason,
                                "ask the gateway's operators before you connect again"));
    }

    @Override
    public void tell(String session, String by, String words) {
        gateway.sessions()
                .tell(session, Problem.of(ProblemCode.SP4040, by + " says: " + words, ""));
    }

    @Override
    public void end(Set<String> logins) {
        gateway.sessions()
                .end(
                        logins,
                        Problem.of(
                                ProblemCode.SP4008,
                                "your rights have changed, so this session ends",
                                "connect again to use the rights you hold now"));
    }

    @Override
    public List<ExportRequests.Request> exports() {
        return gateway.exports();
    }

    @Override
    public void answer(
            ExportRequests.Request one, String operator, String by, Optional<Instant> until) {
        gateway.answer(one, operator, by, until);
    }

    @Override
    public Set<String> away() {
        return Set.of();
    }

    /** It writes the deployment's. */
    @Override
    public boolean haveRecords() {
        return false;
    }

    /** It has nothing else to go by. */
    @Override
    public void settle() {}
}
