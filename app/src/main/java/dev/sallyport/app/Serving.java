package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent.AlertRaised;
import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.GatewaySettings;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** What a deployment runs while it serves: the gateway, the patrol, the control socket. */
final class Serving {
    private final DataDirectory directory;
    private final Deployment deployment;
    private final InstantSource clock;
    private final Running running;
    private final GatewayServer gateway;
    private final DriftPatrol patrol;
    private final Drifting drifting;
    private final ApiCommands commands;

    /** Clients come in from here on. */
    Serving(
            DataDirectory directory,
            Opening<?> opening,
            Deployment deployment,
            GatewaySettings settings,
            InstantSource clock,
            Running running)
            throws IOException {
        this.directory = directory;
        this.deployment = deployment;
        this.clock = clock;
        this.running = running;
        this.gateway =
                GatewayServer.open(
                        settings,
                        deployment.passwords(),
                        deployment.inForce()::snapshot,
                        opening.log(),
                        clock,
                        opening.keys().random());
        running.add(gateway::drain);
        deployment.whenLost(losers -> gateway.sessions().end(losers, lost()));
        this.patrol = running.add(opening.patrol(deployment));
        this.drifting = new Drifting(deployment, patrol, opening.log(), clock);
        this.commands = new ApiCommands(directory.path(), opening.alone());
    }

    private static Problem lost() {
        return Problem.of(
                ProblemCode.SP4008,
                "your rights have changed, so this session ends",
                "connect again to use the rights you hold now");
    }

    /**
     * The databases are watched and commands are answered from here on.
     *
     * @param control where a control plane runs
     */
    void begin(Optional<ControlDesk> control) throws IOException {
        patrol.start();
        Actions actions =
                new DeploymentActions(
                        deployment,
                        drifting,
                        Optional.of(new SessionDesk(gateway)),
                        Optional.of(new ExportDesk(gateway, clock)),
                        control,
                        control.map(ControlDesk::state),
                        clock);
        running.add(ControlServer.open(directory, actions));
        commands.serve(actions);
    }

    /** Prints what nobody should miss beside everything else; the record has it, too. */
    void tellAlerts(Terminal terminal) {
        gateway.whenAlerted(
                alert -> Thread.ofVirtual().name("alert").start(() -> print(alert, terminal)));
    }

    private static void print(AlertRaised alert, Terminal terminal) {
        String rule = alert.rule().isEmpty() ? "" : " (" + alert.rule() + ")";
        terminal.err()
                .println("ALERT %s: %s%s".formatted(alert.actor().person(), alert.told(), rule));
        terminal.err().flush();
    }

    Deployment deployment() {
        return deployment;
    }

    GatewayServer gateway() {
        return gateway;
    }

    /** What people who are elsewhere ask. */
    ApiCommands commands() {
        return commands;
    }

    Drifting drifting() {
        return drifting;
    }
}
