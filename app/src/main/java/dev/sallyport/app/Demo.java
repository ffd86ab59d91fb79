package dev.sallyport.app;

import dev.sallyport.app.hospital.Hospital;
import dev.sallyport.app.hospital.Tour;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.Encryption;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.GatewaySettings;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;

/** One demo from its start to its end. */
final class Demo {
    /** Everybody's; public, which is why the demo is reached from this machine only. */
    static final String PASSWORD = "demo";

    private final Request.Demo request;
    private final Checkout checkout;
    private final InstantSource clock;
    private final Terminal terminal;

    Demo(Request.Demo request, Checkout checkout, InstantSource clock, Terminal terminal) {
        this.request = request;
        this.checkout = checkout;
        this.clock = clock;
        this.terminal = terminal;
    }

    Exit run() throws Exception {
        // Everything a person can have got wrong is found before anything is started.
        InetAddress address = Ports.loopback(request.host());
        refuseImpossibleHospital();
        Ports.requireFree(address, request.port());
        if (hasControlPlane()) {
            Ports.requireFree(address, request.controlPort());
        }
        PolicyFolder policy = PolicyFolder.choose(request.policy(), request.data(), checkout);
        PolicyFolder.Content content = policy.readAt(clock.instant());
        PolicyFolder.requireKnownOwners(content);
        if (request.keeping() == Request.Keeping.KEEP) {
            DeployedEnvironment.at(request.data()).choose(content.policy(), request.environment());
        }
        Running running = new Running();
        Interrupt interrupt = Interrupt.stopping(running, terminal);
        try (interrupt) {
            return run(address, policy, content, running, interrupt);
        } catch (IOException | SQLException | Refused e) {
            // What is stopped while it starts fails in some way: that is no news to anybody.
            if (interrupt.asked()) {
                return Exit.DONE;
            }
            throw e;
        }
    }

    private Exit run(
            InetAddress address,
            PolicyFolder policy,
            PolicyFolder.Content content,
            Running running,
            Interrupt interrupt)
            throws IOException, SQLException {
        try (running;
                Progress progress = new Progress(terminal)) {
            running.add(this::leave);
            DataDirectory directory = running.add(open());
            policy.remember(directory);
            Opening<Cluster> opening = openDatabase(directory, running, progress);
            Deployment deployment = opening.deployment();
            progress.begin("Applying " + policy.folder());
            deployment.apply(
                    new Request.ApplyPolicy(
                            request.data(), Optional.empty(), request.environment()),
                    Terminal.silent());
            progress.begin("Opening the gateway");
            BrowserConfirmations browsers =
                    new BrowserConfirmations(new ControlRecord(opening.log()));
            Serving serving = serve(directory, opening, deployment, address, browsers, running);
            serving.drifting().install(Terminal.silent());
            GatewayServer gateway = serving.gateway();
            Optional<ControlDesk> control = Optional.empty();
            if (hasControlPlane()) {
                progress.begin("Opening the control plane");
                control = Optional.of(control(directory, opening, serving, address, running));
                browsers.serve(control.get().confirmations());
            }
            serving.begin(control);
            progress.end();
            return switch (request.story()) {
                case SERVE -> {
                    serving.tellAlerts(terminal);
                    new Welcome(gateway.address(), policy.folder(), request.data())
                            .print(deployment.inForce().snapshot(), content.people(), terminal);
                    interrupt.await();
                    yield Exit.DONE;
                }
                case TOUR ->
                        Tour.walk(
                                        new RunningStage(
                                                request,
                                                policy.folder(),
                                                deployment,
                                                gateway,
                                                opening.server().port()),
                                        terminal.out())
                                ? Exit.DONE
                                : Exit.FAILED;
            };
        }
    }

    /** The story the tour tells is the two doors'. */
    private boolean hasControlPlane() {
        return request.controlPort() != 0 && request.story() == Request.Story.SERVE;
    }

    private Opening<Cluster> openDatabase(
            DataDirectory directory, Running running, Progress progress)
            throws SQLException, IOException {
        progress.begin("Starting PostgreSQL 18");
        Opening<Cluster> opening = Opening.ofDemo(directory, checkout, clock, running);
        if (!directory.complete()) {
            progress.begin("Inventing a hospital of %,d patients".formatted(request.patients()));
            load(opening.server());
            directory.markComplete();
        }
        return opening;
    }

    private Serving serve(
            DataDirectory directory,
            Opening<Cluster> opening,
            Deployment deployment,
            InetAddress address,
            BrowserConfirmations browsers,
            Running running)
            throws IOException {
        GatewayIdentity identity =
                running.add(GatewayIdentity.open(request.data(), opening.keys(), clock));
        return Serving.with(
                directory,
                opening,
                deployment,
                new GatewaySettings(
                                new InetSocketAddress(address, request.port()),
                                Encryption.with(identity),
                                opening.server().upstream(),
                                GatewaySettings.loopsFor(
                                        Runtime.getRuntime().availableProcessors()),
                                GatewaySettings.HANDSHAKE)
                        .asking(browsers),
                clock,
                running);
    }

    private ControlDesk control(
            DataDirectory directory,
            Opening<Cluster> opening,
            Serving serving,
            InetAddress address,
            Running running)
            throws IOException, SQLException {
        PemIdentity identity = new Certificate(opening.keys(), clock).pem();
        return new DirectoryService(directory, opening, serving, clock, terminal)
                .open(
                        new InetSocketAddress(address, request.controlPort()),
                        identity,
                        new GatewayPlace(serving.gateway().address(), identity.chain()),
                        Optional.of(PublicUrlReader.onLoopback(request.controlPort())),
                        Optional.empty(),
                        Optional.empty(),
                        running);
    }

    private void refuseImpossibleHospital() {
        int patients = request.patients();
        if (patients < Hospital.FEWEST_PATIENTS || patients > Hospital.MOST_PATIENTS) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`" + patients + "` patients are not a hospital we can invent",
                            Hospital.FEWEST_PATIENTS + " to " + Hospital.MOST_PATIENTS));
        }
    }

    private void leave() throws IOException {
        if (request.keeping() == Request.Keeping.THROW_AWAY) {
            Folders.delete(request.data());
        }
    }

    private DataDirectory open() throws IOException {
        if (KnownConfig.isServers(request.data())) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6003,
                            "`" + request.data() + "` is the data directory of a server",
                            "give the demo another `--data`"));
        }
        return switch (request.keeping()) {
            case KEEP, THROW_AWAY -> DataDirectory.open(request.data());
            case START_OVER -> DataDirectory.reset(request.data());
        };
    }

    private void load(Cluster cluster) throws SQLException, IOException {
        try (Connection connection = cluster.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + Hospital.DATABASE);
        }
        try (Connection connection = cluster.connect(Hospital.DATABASE)) {
            Hospital.load(
                    connection,
                    checkout.hospital().resolve("schema.sql"),
                    request.patients(),
                    Hospital.chance());
        }
    }
}
