package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Every command, done. */
final class Commands implements Actions {
    private final InstantSource clock;
    private final Checkout checkout;

    Commands(InstantSource clock, Checkout checkout) {
        this.clock = clock;
        this.checkout = checkout;
    }

    @Override
    public Exit perform(Request request, Terminal terminal) throws Exception {
        try {
            return switch (request) {
                case Request.Demo demo -> new Demo(demo, checkout, terminal).run();
                case Request.Plan plan -> throw new IOException();
                case Request.Apply apply -> throw new IOException();
                case Request.PolicyCheck check -> throw new IOException();
                case Request.PolicyTests tests -> throw new IOException();
                case Request.AuditVerify verify -> throw new IOException();
                case Request.AuditShow show -> throw new IOException();
            };
        } catch (IOException | SQLException e) {
            Optional<Problem> known = Trouble.of(e, request.data());
            if (known.isPresent()) {
                throw new Refused(known.get());
            }
            throw e;
        }
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return FailureLog.write(request.data(), failure, clock).toString();
    }
}
