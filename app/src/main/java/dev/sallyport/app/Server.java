package dev.sallyport.app;

import dev.sallyport.app.ServerConfig.Role;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.BrowserSignIns;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * One server from its start to its end, in front of databases that others run: a gateway, its
 * control plane, or both.
 */
final class Server {
    private final ServerConfig config;
    private final Checkout checkout;
    private final InstantSource clock;

    Server(ServerConfig config, Checkout checkout, InstantSource clock) {
        this.config = config;
        this.checkout = checkout;
        this.clock = clock;
    }

    Exit run(Terminal terminal) throws IOException {
        Running running = new Running();
        Interrupt interrupt = Interrupt.stopping(running, terminal);
        try (interrupt;
                running) {
            InetSocketAddress address = start(running, terminal);
            terminal.say(
                    "Listening on %s. Record %s. SIGTERM or Ctrl-C stops it."
                            .formatted(address, config.record()));
            terminal.out().flush();
            interrupt.await();
            return Exit.DONE;
        } catch (IOException | Refused e) {
            // What is stopped while it starts fails in some way: that is no news to anybody.
            if (interrupt.asked()) {
                return Exit.DONE;
            }
            throw e;
        }
    }

    private InetSocketAddress start(Running running, Terminal terminal) throws IOException {
        if (config.follow().isPresent()) {
            GatewayServer gateway =
                    new FollowingServer(config, config.follow().get(), checkout, clock)
                            .open(running, terminal);
            Serving.tellAlerts(gateway, terminal);
            return gateway.address();
        }
        Serving serving = open(running, terminal);
        serving.tellAlerts(terminal);
        return config.role() == Role.CONTROL
                ? config.control().orElseThrow()
                : serving.gateway().address();
    }

    private Optional<ControlDesk> control(
            DataDirectory directory,
            Opening<?> opening,
            Serving serving,
            Terminal terminal,
            Running running)
            throws IOException {
        if (config.control().isEmpty()) {
            return Optional.empty();
        }
        PemIdentity given = config.listening().identity();
        PemIdentity identity =
                given.exists() ? given : new Certificate(opening.keys(), clock).pem();
        try {
            return Optional.of(
                    new DirectoryService(directory, opening, serving, clock, terminal)
                            .open(
                                    config.control().get(),
                                    identity,
                                    config.entrance()
                                            .orElseGet(() ->
                                                    new GatewayPlace(
                                                            serving.gateway().address(),
                                                            identity.chain())),
                                    config.publicUrl(),
                                    config.oidc(),
                                    config.ldap(),
                                    running));
        } catch (SQLException e) {
            throw new IOException("the state's own database does not answer", e);
        }
    }

    /** The databases need not be there yet. */
    Serving open(Running running, Terminal terminal) throws IOException {
        if (config.role() != Role.CONTROL) {
            config.requireFreePort();
        }
        KnownConfig.prepare(config);
        DataDirectory directory = running.add(KnownConfig.open(config.data()));
        Opening<?> opening = Opening.of(directory, checkout, clock, running);
        Deployment deployment = opening.deployment();
        if (deployment.inForce().folder().isEmpty()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6015,
                            "no policy was applied yet, so nobody could sign in",
                            "`sallyport plan -c FILE`, then `sallyport apply -c FILE`"));
        }
        deployment.inForce().resume();
        BrowserConfirmations browsers = new BrowserConfirmations(new ControlRecord(opening.log()));
        Serving serving =
                config.role() == Role.CONTROL
                        ? Serving.behind(directory, opening, deployment, clock, running)
                        : Serving.with(
                                directory,
                                opening,
                                deployment,
                                new GatewayOptions(config, opening, clock)
                                        .settings(browsers(browsers), running),
                                clock,
                                running);
        if (config.management().isPresent()) {
            running.add(
                    GatewayHealth.open(
                            config.management().get(),
                            serving.gateway(),
                            Optional::empty,
                            Map::of));
        }
        Optional<ControlDesk> control = control(directory, opening, serving, terminal, running);
        control.map(ControlDesk::confirmations).ifPresent(browsers::serve);
        serving.begin(control);
        return serving;
    }

    private BrowserSignIns browsers(BrowserConfirmations browsers) {
        return switch (config.listening().browser()) {
            case OFFERED -> browsers;
            case NOT_OFFERED -> BrowserSignIns.none();
        };
    }
}
