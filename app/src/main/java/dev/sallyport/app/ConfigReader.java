package dev.sallyport.app;

import static dev.sallyport.app.Setting.CONTROL_ADDRESS;
import static dev.sallyport.app.Setting.CONTROL_PORT;
import static dev.sallyport.app.Setting.ENVIRONMENT;
import static dev.sallyport.app.Setting.FOLLOW_URL;
import static dev.sallyport.app.Setting.GATEWAY_AUTHORITY;
import static dev.sallyport.app.Setting.GATEWAY_HOST;
import static dev.sallyport.app.Setting.GATEWAY_PORT;
import static dev.sallyport.app.Setting.LIMITS_HANDSHAKE;
import static dev.sallyport.app.Setting.LIMITS_LOOPS;
import static dev.sallyport.app.Setting.LISTEN_ADDRESS;
import static dev.sallyport.app.Setting.LISTEN_BROWSER;
import static dev.sallyport.app.Setting.LISTEN_CERTIFICATE;
import static dev.sallyport.app.Setting.LISTEN_CLIENTS;
import static dev.sallyport.app.Setting.LISTEN_KEY;
import static dev.sallyport.app.Setting.LISTEN_PLAINTEXT;
import static dev.sallyport.app.Setting.LISTEN_PORT;
import static dev.sallyport.app.Setting.MANAGEMENT_ADDRESS;
import static dev.sallyport.app.Setting.MANAGEMENT_PORT;
import static dev.sallyport.app.Setting.PEOPLE;
import static dev.sallyport.app.Setting.POLICY;
import static dev.sallyport.app.Setting.RECORD_FOLDER;
import static dev.sallyport.app.Setting.RECORD_NAME;
import static dev.sallyport.app.Setting.ROLE;
import static dev.sallyport.app.Setting.TARGET_ADMINISTRATOR;
import static dev.sallyport.app.Setting.VERSION;

import dev.sallyport.app.ServerConfig.BrowserSignIn;
import dev.sallyport.app.ServerConfig.Limits;
import dev.sallyport.app.ServerConfig.Listening;
import dev.sallyport.app.ServerConfig.Role;
import dev.sallyport.gateway.Encryption.Plaintext;
import dev.sallyport.gateway.GatewaySettings;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a server's configuration: all of it, or every mistake in it. Opens nothing. */
final class ConfigReader {
    /** More event loops than this no machine of ours has processors for. */
    private static final int MOST_LOOPS = 256;

    private static final int MOST_PORT = 65_535;

    /** As a signed note has it: a host-like name. */
    private static final String RECORD_NAMES = "[a-z0-9][a-z0-9./_-]{0,100}";

    private static final String WRITE_VERSION = "write `version: 1`";

    private final Path file;
    private final Map<String, String> environment;
    private final ConfigValues values;

    private ConfigReader(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
        this.values = new ConfigValues(file, environment);
    }

    /**
     * @param environment variables that come before the file
     * @throws Refused with every mistake
     */
    static ServerConfig read(Path file, Map<String, String> environment) {
        return new ConfigReader(file, environment).config();
    }

    private ServerConfig config() {
        if (!values.required(VERSION, WRITE_VERSION).equals("1") && values.isWritten(VERSION)) {
            values.wrong(VERSION, "is of another Sallyport", WRITE_VERSION);
        }
        Role role = role();
        FollowReader follow = new FollowReader(values, environment);
        Path data = values.path(Setting.DATA).orElse(file);
        PolicyFolder policy = policy(data, follow);
        values.otherwise(RECORD_FOLDER, data.resolve("audit"));
        values.otherwise(LIMITS_LOOPS, GatewaySettings.loopsFor(processors()));
        Optional<InetSocketAddress> control = control(role);
        ServerConfig config =
                new ServerConfig(
                        file,
                        data,
                        values.text(ENVIRONMENT),
                        policy,
                        record(data),
                        recordName(),
                        new OperatorKeysReader(values, environment).keys(),
                        listening(data, role),
                        role,
                        control,
                        management(role),
                        entrance(role),
                        follow.follow(),
                        new PublicUrlReader(values).url(control),
                        new OidcReader(values, environment).settings(control),
                        new LdapConfigReader(values, environment).directory(control),
                        new WorkloadsReader(values).platforms(),
                        new TargetReader(values, environment).target(follow.isWritten()),
                        new Limits(
                                values.number(LIMITS_LOOPS, 1, MOST_LOOPS),
                                values.seconds(LIMITS_HANDSHAKE)),
                        values.origins());
        refuseFollowing(config);
        refuseBrowser(config);
        if (!values.problems().isEmpty()) {
            throw new Refused(values.problems());
        }
        return config;
    }

    private Role role() {
        return values.choice(
                ROLE, Map.of("gateway", Role.GATEWAY, "control", Role.CONTROL, "both", Role.BOTH));
    }

    private String recordName() {
        String name = values.text(RECORD_NAME).orElse("");
        if (!name.matches(RECORD_NAMES)) {
            values.wrong(
                    RECORD_NAME, "is no host-like name", "write one as `ehr.hospital.example`");
        }
        return name;
    }

    private void refuseBrowser(ServerConfig config) {
        boolean isReached = config.role() == Role.BOTH && config.publicUrl().isPresent();
        if (config.listening().browser() == BrowserSignIn.OFFERED
                && !values.isWritten(FOLLOW_URL)
                && !isReached) {
            values.wrong(
                    LISTEN_BROWSER,
                    "needs a control plane that browsers reach by a name",
                    "write `role: both`, and `control.public_url`");
        }
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** A gateway that follows has none but what it is told. */
    private PolicyFolder policy(Path data, FollowReader follow) {
        if (follow.isWritten()) {
            Path told = data.resolve("applied");
            return new PolicyFolder(told, told);
        }
        Path policy = existing(POLICY, "name the policy's folder", Files::isDirectory);
        values.otherwise(PEOPLE, policy.resolveSibling("people.yaml"));
        return new PolicyFolder(
                policy, existing(PEOPLE, "name the file of people", Files::isRegularFile));
    }

    /** What the control plane says is not said here, too. */
    private void refuseFollowing(ServerConfig config) {
        if (!values.isWritten(FOLLOW_URL)) {
            return;
        }
        if (config.listening().browser() == BrowserSignIn.OFFERED) {
            values.add(
                    LISTEN_BROWSER,
                    ProblemCode.SP6013,
                    "this version confirms no connection in a browser at a gateway that follows",
                    "leave it out");
        }
        if (config.role() != Role.GATEWAY) {
            values.wrong(FOLLOW_URL, "is for a gateway alone", "write `role: gateway`");
        }
        for (Setting setting : List.of(POLICY, PEOPLE, ENVIRONMENT, TARGET_ADMINISTRATOR)) {
            if (values.isWritten(setting)) {
                values.wrong(
                        setting,
                        "is the control plane's, which this gateway follows",
                        "leave it out");
            }
        }
    }

    /** The control plane has pages of its own for it. */
    private Optional<InetSocketAddress> management(Role role) {
        InetAddress address = address(MANAGEMENT_ADDRESS);
        if (!values.isWritten(MANAGEMENT_PORT)) {
            return Optional.empty();
        }
        if (role == Role.CONTROL) {
            values.wrong(
                    MANAGEMENT_PORT,
                    "is a gateway's; `control.port` has the same pages",
                    "leave it out");
        }
        return Optional.of(
                new InetSocketAddress(address, values.number(MANAGEMENT_PORT, 1, MOST_PORT)));
    }

    /**
     * Where no gateway runs beside the control plane, somebody has to say where people find one.
     */
    private Optional<GatewayPlace> entrance(Role role) {
        if (role != Role.CONTROL) {
            return Optional.empty();
        }
        String host = values.required(GATEWAY_HOST, "name the host that people connect to");
        int port = values.number(GATEWAY_PORT, 1, MOST_PORT);
        Path authority =
                existing(
                        GATEWAY_AUTHORITY,
                        "name a PEM file of whoever vouches for the gateways",
                        Files::isRegularFile);
        return host.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new GatewayPlace(
                                InetSocketAddress.createUnresolved(host, port), authority));
    }

    private Optional<InetSocketAddress> control(Role role) {
        InetAddress address = address(CONTROL_ADDRESS);
        int port = values.number(CONTROL_PORT, 1, MOST_PORT);
        boolean wanted = role != Role.GATEWAY;
        if (wanted && !address.isLoopbackAddress() && !values.isWritten(LISTEN_CERTIFICATE)) {
            values.add(
                    CONTROL_ADDRESS,
                    ProblemCode.SP6014,
                    "directories on other machines would meet no certificate they can check",
                    "name `listen.certificate` and `listen.key`");
        }
        return wanted ? Optional.of(new InetSocketAddress(address, port)) : Optional.empty();
    }

    private Path record(Path data) {
        Path record = values.path(RECORD_FOLDER).orElse(data);
        Path holder = record.resolveSibling("");
        if (values.isWritten(RECORD_FOLDER) && !Files.isDirectory(holder)) {
            values.add(
                    RECORD_FOLDER,
                    ProblemCode.SP6012,
                    "`" + holder + "` is not there to hold the record",
                    "make it, for Sallyport's account alone");
        }
        return record;
    }

    private interface Kind {
        boolean is(Path path);
    }

    private Path existing(Setting setting, String instead, Kind kind) {
        String text = values.required(setting, instead);
        Path path = values.path(setting).orElse(file);
        if (!text.isBlank() && (!kind.is(path) || !Files.isReadable(path))) {
            values.add(
                    setting,
                    ProblemCode.SP6012,
                    "`" + path + "` is not there or cannot be read",
                    instead);
        }
        return path;
    }

    private Listening listening(Path data, Role role) {
        values.otherwise(LISTEN_CERTIFICATE, data.resolve("tls/gateway.crt"));
        values.otherwise(LISTEN_KEY, data.resolve("tls/gateway.key"));
        values.otherwise(LISTEN_CLIENTS, data.resolve("tls/clients.crt"));
        PemIdentity identity =
                new PemIdentity(
                        values.path(LISTEN_CERTIFICATE).orElse(data),
                        values.path(LISTEN_KEY).orElse(data));
        Path clients = values.path(LISTEN_CLIENTS).orElse(data);
        if (values.isWritten(LISTEN_CLIENTS)) {
            existing(LISTEN_CLIENTS, "name a file of PEM certificates", Files::isRegularFile);
        }
        boolean written = values.isWritten(LISTEN_CERTIFICATE) || values.isWritten(LISTEN_KEY);
        if (written || identity.exists()) {
            check(identity);
        }
        Plaintext plaintext =
                values.choice(
                        LISTEN_PLAINTEXT,
                        Map.of(
                                "nobody", Plaintext.NOBODY,
                                "loopback", Plaintext.ON_LOOPBACK,
                                "everybody", Plaintext.EVERYBODY));
        InetAddress address = address(LISTEN_ADDRESS);
        if (role != Role.CONTROL
                && !address.isLoopbackAddress()
                && plaintext != Plaintext.EVERYBODY
                && !written
                && !identity.exists()) {
            values.add(
                    LISTEN_ADDRESS,
                    ProblemCode.SP6014,
                    "clients of other machines would meet no certificate they can check",
                    "name `listen.certificate` and `listen.key`");
        }
        return new Listening(
                new InetSocketAddress(address, values.number(LISTEN_PORT, 1, MOST_PORT)),
                identity,
                clients,
                plaintext,
                values.choice(
                        LISTEN_BROWSER,
                        Map.of(
                                "true", BrowserSignIn.OFFERED,
                                "false", BrowserSignIn.NOT_OFFERED)));
    }

    private void check(PemIdentity identity) {
        try {
            identity.store("unused".toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            values.add(
                    LISTEN_CERTIFICATE,
                    ProblemCode.SP6010,
                    "`%s` and `%s` are no certificate and its key"
                            .formatted(identity.chain(), identity.key()),
                    "name a PEM chain and its PKCS #8 key");
        }
    }

    private InetAddress address(Setting setting) {
        String host = values.text(setting).orElse("");
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            values.wrong(setting, "is no address of this machine", "write one, or `0.0.0.0`");
            return InetAddress.getLoopbackAddress();
        }
    }
}
