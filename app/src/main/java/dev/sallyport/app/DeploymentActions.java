package dev.sallyport.app;

import dev.sallyport.cli.Actions;
import dev.sallyport.cli.BackupRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlSettings.StateDatabase;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** What can be asked of an open deployment. */
final class DeploymentActions implements Actions {
    private final Deployment deployment;
    private final Drifting drifting;
    private final Optional<SessionDesk> sessions;
    private final Optional<ExportDesk> exports;
    private final Optional<ControlDesk> control;
    private final Optional<StateDatabase> state;
    private final InstantSource clock;

    /**
     * @param sessions where a gateway runs
     * @param exports likewise
     * @param control where a control plane runs
     * @param state where a control plane keeps what it knows, and that answers
     */
    DeploymentActions(
            Deployment deployment,
            Drifting drifting,
            Optional<SessionDesk> sessions,
            Optional<ExportDesk> exports,
            Optional<ControlDesk> control,
            Optional<StateDatabase> state,
            InstantSource clock) {
        this.control = control;
        this.state = state;
        this.exports = exports;
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
                            case Request.ShowAuthority _ -> deployment.authority(terminal);
                            case Request.RotateSecrets _ -> rotate(terminal);
                            case Request.Saw asked -> deployment.subjectDesk().saw(asked, terminal);
                            case Request.Sessions asked ->
                                    sessions.orElseThrow(DeploymentActions::nobodyListens)
                                            .perform(asked, terminal);
                            case Request.Exports asked ->
                                    exports.orElseThrow(DeploymentActions::nobodyListens)
                                            .perform(asked, terminal);
                            case Request.Control asked ->
                                    control.orElseThrow(DeploymentActions::noControlPlane)
                                            .perform(asked, terminal);
                            case Request.Tokens asked ->
                                    deployment.tokenDesk().perform(asked, terminal);
                            case BackupRequest.Make asked ->
                                    deployment.backupDesk(state).make(asked, terminal);
                            case Request.Alone _ ->
                                    throw new Refused(
                                            Problem.of(
                                                    ProblemCode.SP6007,
                                                    "what runs here does not do this",
                                                    "it plans, applies and looks for drift"));
                        });
    }

    /** No backup reads in between: it would hold secrets, and other keys than they need. */
    private Exit rotate(Terminal terminal) throws IOException {
        synchronized (deployment) {
            Exit exit = deployment.rotate(terminal);
            if (control.isPresent()) {
                control.get().rotate(terminal);
            }
            return exit;
        }
    }

    static Refused nobodyListens() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP4041,
                        "no gateway runs here, so nobody is signed in",
                        "name the data directory of the one that runs: `--data DIR`"));
    }

    private static Refused noControlPlane() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP6007,
                        "no control plane runs here",
                        "start the demo without `--control-port 0`, or a server with"
                                + " `role: both`"));
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return FailureLog.write(request.data(), failure, clock).toString();
    }
}
