package dev.sallyport.app;

import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.console.ConsolePorts;
import dev.sallyport.control.console.SignedIn;
import dev.sallyport.control.ldap.LdapSettings;
import dev.sallyport.control.link.LinkPorts;
import dev.sallyport.control.oidc.OidcPorts;
import dev.sallyport.control.oidc.OidcSettings;
import dev.sallyport.control.signin.Demands;
import dev.sallyport.control.signin.HashCost;
import dev.sallyport.control.signin.SignInAlarm;
import dev.sallyport.control.signin.SignInAlarm.Suspicion;
import dev.sallyport.control.signin.SignInPorts;
import dev.sallyport.problem.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the control plane beside the doors of a deployment, with a database for its state. */
final class DirectoryService {
    private static final String STATE = "sallyport";

    private final DataDirectory directory;
    private final Opening<?> opening;
    private final Serving serving;
    private final InstantSource clock;
    private final Terminal terminal;
    private final ControlRecord record;

    /**
     * @param terminal told what nobody should miss
     */
    DirectoryService(
            DataDirectory directory,
            Opening<?> opening,
            Serving serving,
            InstantSource clock,
            Terminal terminal) {
        this.directory = directory;
        this.opening = opening;
        this.serving = serving;
        this.clock = clock;
        this.terminal = terminal;
        this.record = new ControlRecord(opening.log());
    }

    /**
     * Serves once this returns, until what runs is stopped.
     *
     * @param identity what directories are shown
     * @param entrance where people find a gateway
     * @param publicUrl where browsers reach it; without one there are no passkeys
     * @param oidc where people sign in, beside local accounts
     * @param ldap the directory that is read, if any
     */
    ControlDesk open(
            InetSocketAddress address,
            PemIdentity identity,
            GatewayPlace entrance,
            Optional<URI> publicUrl,
            Optional<OidcSettings> oidc,
            Optional<LdapSettings> ldap,
            Running running)
            throws IOException, SQLException {
        Cluster state = running.add(Cluster.ofState(directory, opening.keys()));
        create(state);
        ControlSettings settings = settings(address, identity, state, ldap);
        ControlPorts ports =
                new ControlPorts(
                        clock,
                        opening.keys().random(),
                        new DirectoryDoors(
                                serving.deployment(),
                                serving.gateways(),
                                new Orphans(opening.log(), this::alert)),
                        record,
                        this::alert,
                        serving.following().map(_ -> link()));
        SealingKeys sealing = SealingKeys.in(opening.keys());
        SignInTokens tokens = tokens(entrance);
        ControlPlane plane =
                ControlPlane.open(
                        settings,
                        ports,
                        signIn(tokens, sealing, publicUrl),
                        console(tokens),
                        oidc.map(provider -> new OidcPorts(provider, record)));
        running.add(plane::close);
        serving.following().ifPresent(gateways -> gateways.begin(plane.links()));
        ControlDesk desk =
                new ControlDesk(
                        plane,
                        database(state),
                        sealing,
                        record,
                        clock,
                        () -> serving.deployment().inForce().snapshot().entitlements().directory());
        if (sealing.isChanging()) {
            desk.reseal();
        }
        return desk;
    }

    private LinkPorts link() {
        Deployment deployment = serving.deployment();
        return new LinkPorts(
                new DeployedParts(directory, deployment, opening.keys(), clock),
                deployment.passwords().tokens()::used);
    }

    private ControlSettings settings(
            InetSocketAddress address,
            PemIdentity identity,
            Cluster state,
            Optional<LdapSettings> ldap) {
        return new ControlSettings(
                address.getAddress().getHostAddress(),
                address.getPort(),
                address.getAddress().isLoopbackAddress()
                        ? ControlSettings.Reach.LOOPBACK
                        : ControlSettings.Reach.NETWORK,
                Optional.of(new ControlSettings.Tls(identity.chain(), identity.key())),
                database(state),
                attributes(),
                ControlSettings.KEEP_ACCOUNTS,
                Optional.empty(),
                ldap);
    }

    /** What the scopes of the policy that holds as we start ask about people. */
    private Set<String> attributes() {
        return serving
                .deployment()
                .inForce()
                .content()
                .policy()
                .catalog()
                .scopes()
                .values()
                .stream()
                .flatMap(scope -> scope.attributes().stream())
                .collect(Collectors.toSet());
    }

    private SignInPorts signIn(SignInTokens tokens, SealingKeys sealing, Optional<URI> publicUrl) {
        return new SignInPorts(
                tokens,
                record,
                this::alert,
                Demands.ofEverybody(),
                sealing,
                publicUrl,
                HashCost.STANDARD);
    }

    private ConsolePorts console(SignInTokens tokens) {
        return new ConsolePorts(
                new ConsoleStanding(serving.deployment(), clock),
                secret ->
                        tokens.owner(secret)
                                .map(owner -> new SignedIn.Proof(owner.login(), owner.id())),
                record,
                new GatewaySessions(serving.gateways()),
                serving.commands());
    }

    private SignInTokens tokens(GatewayPlace entrance) {
        return new SignInTokens(
                serving.deployment(), serving.gateways(), entrance, clock, opening.keys().random());
    }

    /** Where the control plane keeps its state on that server. */
    static ControlSettings.StateDatabase database(Cluster state) {
        return new ControlSettings.StateDatabase(
                state.url(STATE), Cluster.ADMINISTRATOR, state.password());
    }

    /** Made where it is not there. */
    static void create(Cluster state) throws SQLException {
        try (Connection connection = state.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT 1 FROM pg_database WHERE datname = '" + STATE + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + STATE);
            }
        }
    }

    private void alert(Problem problem) {
        alert(problem.toString());
    }

    private void alert(Suspicion suspicion) {
        alert(
                switch (suspicion) {
                    case SignInAlarm.LoginGuessed(var login, var network, int failures) ->
                            "%,d wrong passwords%s from %s"
                                    .formatted(
                                            failures,
                                            login.map(name -> " of " + name).orElse(""),
                                            network);
                    case SignInAlarm.ManyLogins(var network, int failures) ->
                            "%,d wrong sign-ins from %s".formatted(failures, network);
                    case SignInAlarm.CodesGuessed(var login, var network, int failures) ->
                            "%,d wrong codes after the right password of %s from %s"
                                    .formatted(failures, login, network);
                    case SignInAlarm.PasskeysTried(var login, var network, int failures) ->
                            "%,d wrong answers of passkeys%s from %s"
                                    .formatted(
                                            failures,
                                            login.map(name -> " of " + name).orElse(""),
                                            network);
                    case SignInAlarm.UserCodesGuessed(var network, int failures) ->
                            "%,d codes for which nothing waits were typed at /confirm from %s"
                                    .formatted(failures, network);
                    case SignInAlarm.PasskeyCopied(var login, var network, var id) ->
                            "passkey %s of %s counts back at %s: somebody has a copy; remove it"
                                    .formatted(id, login, network);
                });
    }

    private void alert(String told) {
        terminal.err().println("ALERT " + told);
        terminal.err().flush();
    }
}
