package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.InstantSource;
import java.util.Optional;

/** What can be asked of an open deployment. */
final class DeploymentActions implements Actions {
    private final Deployment deployment;
    private final Drifting drifting;
    private final Optional<SessionDesk> sessions;
    private final InstantSource clock;

    /**
     * @param sessions where a gateway runs
     */
    DeploymentActions(
            Deployment deployment,
            Drifting drifting,
            Optional<SessionDesk> sessions,
            InstantSource clock) {
        this.sessions = sessions;
        this.deployment = deployment;
        this.drifting = drifting;
        this.clock = clock;
    }

    @Override
    public Exit perform(Request request, Terminal terminal) throws Exception {
        return Trouble.named(
                request.data(),
                () ->
                        switch (request) {
                            case Request.Plan plan -> deployment.plan(plan, terminal);
                            case Request.Apply apply -> deployment.apply(apply, terminal);
                            case Request.Enforcement asked ->
                                    deployment.enforcement(asked, terminal);
                            case Request.LiveTests tests -> deployment.test(tests, terminal);
                            case Request.Drift drift -> drifting.perform(drift, terminal);
                            case Request.RotateSecrets _ -> deployment.rotate(terminal);
                            case Request.Sessions asked ->
                                    sessions.orElseThrow(DeploymentActions::nobodyListens)
                                            .perform(asked, terminal);
                            case Request.Tokens asked ->
                                    deployment.tokenDesk().perform(asked, terminal);
                            case Request.Alone _ ->
                                    throw new Refused(
                                            Problem.of(
                                                    ProblemCode.SP6007,
                                                    "a running demo does not do this",
                                                    "it plans, applies and looks for drift"));
                        });
    }

    static Refused nobodyListens() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP4041,
                        "no gateway runs here, so nobody is signed in",
                        "name the data directory of the one that runs: `--data DIR`"));
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return FailureLog.write(request.data(), failure, clock).toString();
    }
}
