package dev.sallyport.app;

import dev.sallyport.app.workload.PlatformTokens;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.BrowserSignIns;
import dev.sallyport.gateway.Encryption;
import dev.sallyport.gateway.GatewaySettings;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** One server from its start to its end: a gateway in front of databases that others run. */
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
            Serving serving = open(running, terminal);
            serving.tellAlerts(terminal);
            terminal.say(
                    "Listening on %s. Record %s. SIGTERM or Ctrl-C stops it."
                            .formatted(serving.gateway().address(), config.record()));
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
        try {
            return Optional.of(
                    new DirectoryService(directory, opening, serving, clock, terminal)
                            .open(
                                    config.control().get(),
                                    given.exists()
                                            ? given
                                            : new Certificate(opening.keys(), clock).pem(),
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
        ServerConfig.Listening listening = config.listening();
        Ports.requireFree(listening.address().getAddress(), listening.address().getPort());
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
        GatewayIdentity identity =
                running.add(
                        GatewayIdentity.open(
                                listening.identity(),
                                listening.clients(),
                                config.data(),
                                opening.keys(),
                                clock));
        PlatformTokens platforms = running.add(new PlatformTokens(config.workloads(), clock));
        BrowserConfirmations browsers = new BrowserConfirmations(new ControlRecord(opening.log()));
        Serving serving =
                new Serving(
                        directory,
                        opening,
                        deployment,
                        new GatewaySettings(
                                listening.address(),
                                new Encryption(Optional.of(identity), listening.plaintext()),
                                opening.server().upstream(),
                                config.limits().loops(),
                                config.limits().handshake(),
                                Set.of(),
                                platforms,
                                switch (listening.browser()) {
                                    case OFFERED -> browsers;
                                    case NOT_OFFERED -> BrowserSignIns.none();
                                }),
                        clock,
                        running);
        Optional<ControlDesk> control = control(directory, opening, serving, terminal, running);
        control.map(ControlDesk::confirmations).ifPresent(browsers::serve);
        serving.begin(control);
        return serving;
    }
}
