package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent.AlertRaised;
import dev.sallyport.cli.Actions;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.GatewaySettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** What a deployment runs while it serves: its gateway, if any, the patrol, the control socket. */
final class Serving {
    private final DataDirectory directory;
    private final Deployment deployment;
    private final InstantSource clock;
    private final Running running;
    private final Gateways gateways;
    private final Optional<GatewayServer> own;
    private final Optional<FollowingGateways> following;
    private final DriftPatrol patrol;
    private final Drifting drifting;
    private final ApiCommands commands;

    private Serving(
            DataDirectory directory,
            Opening<?> opening,
            Deployment deployment,
            Gateways gateways,
            Optional<GatewayServer> own,
            Optional<FollowingGateways> following,
            InstantSource clock,
            Running running)
            throws IOException {
        this.directory = directory;
        this.deployment = deployment;
        this.gateways = gateways;
        this.own = own;
        this.following = following;
        this.clock = clock;
        this.running = running;
        deployment.serve(gateways);
        this.patrol = running.add(opening.patrol(deployment));
        this.drifting = new Drifting(deployment, patrol, opening.log(), clock);
        this.commands = new ApiCommands(directory.path(), opening.alone());
    }

    /** Behind a gateway of its own; clients come in from here on. */
    static Serving with(
            DataDirectory directory,
            Opening<?> opening,
            Deployment deployment,
            GatewaySettings settings,
            InstantSource clock,
            Running running)
            throws IOException {
        GatewayServer gateway =
                GatewayServer.open(
                        settings,
                        deployment.passwords(),
                        deployment.inForce()::snapshot,
                        opening.log(),
                        clock,
                        opening.keys().random());
        running.add(gateway::drain);
        return new Serving(
                directory,
                opening,
                deployment,
                new OwnGateway(gateway),
                Optional.of(gateway),
                Optional.empty(),
                clock,
                running);
    }

    /** Behind gateways elsewhere. */
    static Serving behind(
            DataDirectory directory,
            Opening<?> opening,
            Deployment deployment,
            InstantSource clock,
            Running running)
            throws IOException {
        FollowingGateways gateways = new FollowingGateways();
        return new Serving(
                directory,
                opening,
                deployment,
                gateways,
                Optional.empty(),
                Optional.of(gateways),
                clock,
                running);
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
                        Optional.of(gateways),
                        control,
                        control.map(ControlDesk::state),
                        clock);
        running.add(ControlServer.open(directory, actions));
        commands.serve(actions);
    }

    /** Prints what nobody should miss beside everything else; the record has it, too. */
    void tellAlerts(Terminal terminal) {
        own.ifPresent(gateway -> tellAlerts(gateway, terminal));
    }

    static void tellAlerts(GatewayServer gateway, Terminal terminal) {
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

    Gateways gateways() {
        return gateways;
    }

    /** Where gateways elsewhere go by what holds here. */
    Optional<FollowingGateways> following() {
        return following;
    }

    /** The gateway of its own. */
    GatewayServer gateway() {
        return own.orElseThrow();
    }

    /** What people who are elsewhere ask. */
    ApiCommands commands() {
        return commands;
    }

    Drifting drifting() {
        return drifting;
    }
}
