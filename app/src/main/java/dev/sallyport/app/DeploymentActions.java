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
    private final Optional<Gateways> gateways;
    private final Optional<ControlDesk> control;
    private final Optional<StateDatabase> state;
    private final InstantSource clock;

    /**
     * @param gateways where some are served
     * @param control where a control plane runs
     * @param state where a control plane keeps what it knows, and that answers
     */
    DeploymentActions(
            Deployment deployment,
            Drifting drifting,
            Optional<Gateways> gateways,
            Optional<ControlDesk> control,
            Optional<StateDatabase> state,
            InstantSource clock) {
        this.control = control;
        this.state = state;
        this.gateways = gateways;
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
                            case Request.Saw asked -> saw(asked, terminal);
                            case Request.Sessions asked ->
                                    new SessionDesk(served()).perform(asked, terminal);
                            case Request.Exports asked ->
                                    new ExportDesk(
                                                    served(),
                                                    () ->
                                                            deployment
                                                                    .inForce()
                                                                    .snapshot()
                                                                    .entitlements(),
                                                    clock)
                                            .perform(asked, terminal);
                            case Request.Control asked ->
                                    control.orElseThrow(DeploymentActions::noControlPlane)
                                            .perform(asked, terminal);
                            case Request.Tokens asked -> tokens(asked, terminal);
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

    private Gateways served() {
        return gateways.orElseThrow(DeploymentActions::nobodyListens);
    }

    private Exit saw(Request.Saw asked, Terminal terminal) {
        if (asked.records().isEmpty() && gateways.filter(Gateways::haveRecords).isPresent()) {
            terminal.err()
                    .println(
                            "note: gateways that follow write records of their own: name them with"
                                    + " `--record`");
        }
        return deployment.subjectDesk().saw(asked, terminal);
    }

    /** A token that is shown works, and one that is taken back does not. */
    private Exit tokens(Request.Tokens asked, Terminal terminal) throws IOException {
        Exit exit = deployment.tokenDesk().perform(asked, terminal);
        gateways.ifPresent(Gateways::settle);
        return exit;
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
                        "nothing runs here that could say or do this",
                        "start it, or name what runs: `--data DIR`, or `-c FILE`"));
    }

    private static Refused noControlPlane() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP6007,
                        "no control plane runs here",
                        "start the demo without `--control-port 0`, or a server with"
                                + " `role: both` or `role: control`"));
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return FailureLog.write(request.data(), failure, clock).toString();
    }
}
