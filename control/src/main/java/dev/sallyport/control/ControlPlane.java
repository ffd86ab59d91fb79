package dev.sallyport.control;

import dev.sallyport.control.console.ConsolePorts;
import dev.sallyport.control.console.KeyDesk;
import dev.sallyport.control.directory.CsvImport;
import dev.sallyport.control.directory.DatabaseLogins;
import dev.sallyport.control.directory.ProgramDesk;
import dev.sallyport.control.directory.Roster;
import dev.sallyport.control.http.BearerTokens;
import dev.sallyport.control.ldap.LdapRounds;
import dev.sallyport.control.link.LinkConfiguration;
import dev.sallyport.control.link.Links;
import dev.sallyport.control.oidc.OidcConfiguration;
import dev.sallyport.control.oidc.OidcPorts;
import dev.sallyport.control.signin.AccountDesk;
import dev.sallyport.control.signin.Confirmations;
import dev.sallyport.control.signin.SignInConfiguration;
import dev.sallyport.control.signin.SignInPorts;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The control plane, running in this process until it is closed. */
public final class ControlPlane implements AutoCloseable {
    /** What Tomcat says holds stack traces and addresses; ours is told by `Alarms`. */
    private static final List<Logger> SILENT =
            List.of(Logger.getLogger("org.apache"), Logger.getLogger("org.springframework"));

    private final AnnotationConfigServletWebServerApplicationContext context;

    private ControlPlane(AnnotationConfigServletWebServerApplicationContext context) {
        this.context = context;
    }

    /**
     * Serves once this returns.
     *
     * @throws Refused where the settings, the port or the state database do not allow it
     */
    public static ControlPlane open(ControlSettings settings, ControlPorts ports) {
        return open(settings, ports, ConsolePorts.none(), context -> {});
    }

    /**
     * The same, and people may prove who they are by local accounts.
     *
     * @throws Refused where the settings, the port or the state database do not allow it
     */
    public static ControlPlane open(
            ControlSettings settings, ControlPorts ports, SignInPorts signIn) {
        return open(settings, ports, signIn, ConsolePorts.none());
    }

    /**
     * The same, and people and their programs may do what the policy's console says.
     *
     * @throws Refused where the settings, the port or the state database do not allow it
     */
    public static ControlPlane open(
            ControlSettings settings,
            ControlPorts ports,
            SignInPorts signIn,
            ConsolePorts console) {
        return open(settings, ports, signIn, console, Optional.empty());
    }

    /**
     * The same, and people may prove who they are by an identity provider, where one is given.
     *
     * @throws Refused where the settings, the port or the state database do not allow it
     */
    public static ControlPlane open(
            ControlSettings settings,
            ControlPorts ports,
            SignInPorts signIn,
            ConsolePorts console,
            Optional<OidcPorts> oidc) {
        return open(
                settings,
                ports,
                console,
                context -> {
                    context.getBeanFactory().registerSingleton("signIn", signIn);
                    context.register(SignInConfiguration.class);
                    oidc.ifPresent(provider -> {
                        context.getBeanFactory().registerSingleton("oidc", provider);
                        context.register(OidcConfiguration.class);
                    });
                });
    }

    private static ControlPlane open(
            ControlSettings settings,
            ControlPorts ports,
            ConsolePorts console,
            Consumer<AnnotationConfigServletWebServerApplicationContext> more) {
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
        StateSchema.migrate(settings.database());
        var context = new AnnotationConfigServletWebServerApplicationContext();
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        beans.registerSingleton("settings", settings);
        beans.registerSingleton("clock", ports.clock());
        beans.registerSingleton("chance", ports.chance());
        beans.registerSingleton("doors", ports.doors());
        beans.registerSingleton("directoryRecord", ports.record());
        beans.registerSingleton("alarms", ports.alarms());
        beans.registerSingleton("console", console);
        context.register(Assembly.class);
        ports.link()
                .ifPresent(link -> {
                    beans.registerSingleton("link", link);
                    context.register(LinkConfiguration.class);
                });
        more.accept(context);
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            throw told(e);
        }
        return new ControlPlane(context);
    }

    public int port() {
        return Objects.requireNonNull(context.getWebServer(), "the server runs").getPort();
    }

    /** Every page it serves, as {@code GET /livez}; {@code ANY} where the way does not matter. */
    public List<String> pages() {
        return context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(what -> what.getPatternValues().stream().flatMap(path -> ways(what, path)))
                .toList();
    }

    private static Stream<String> ways(RequestMappingInfo what, String path) {
        Set<RequestMethod> methods = what.getMethodsCondition().getMethods();
        return methods.isEmpty()
                ? Stream.of("ANY " + path)
                : methods.stream().map(method -> method.name() + " " + path);
    }

    /** What programs that ask us prove themselves with. */
    public BearerTokens bearerTokens() {
        return context.getBean(BearerTokens.class);
    }

    /** What programs of people prove themselves with. */
    public KeyDesk keys() {
        return context.getBean(KeyDesk.class);
    }

    /** People from a table. */
    public CsvImport csvImport() {
        return context.getBean(CsvImport.class);
    }

    /** People as operators look at them. */
    public Roster roster() {
        return context.getBean(Roster.class);
    }

    /** Agents and services, and the only way to change them. */
    public ProgramDesk programs() {
        return context.getBean(ProgramDesk.class);
    }

    /** Whose the logins are that the database server had without us. */
    public DatabaseLogins databaseLogins() {
        return context.getBean(DatabaseLogins.class);
    }

    /** The LDAP directory, read round after round where one is configured. */
    public LdapRounds ldap() {
        return context.getBean(LdapRounds.class);
    }

    /** Local accounts, where it was opened with them. */
    public AccountDesk accounts() {
        return context.getBean(AccountDesk.class);
    }

    /** Connections that wait for a person in front of a browser, where people prove themselves. */
    public Confirmations confirmations() {
        return context.getBean(Confirmations.class);
    }

    /** Whether gateways elsewhere may follow it. */
    public boolean isFollowed() {
        return context.getBeanNamesForType(Links.class).length > 0;
    }

    /** Gateways elsewhere, where it was opened with what they follow. */
    public Links links() {
        return context.getBean(Links.class);
    }

    @Override
    public void close() {
        context.close();
    }

    private static RuntimeException told(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return refused;
            }
            if (cause instanceof PortInUseException busy) {
                return new Refused(
                        Problem.of(
                                ProblemCode.SP6002,
                                "port `" + busy.getPort() + "` is busy",
                                "stop what listens there, or give another"));
            }
        }
        return failure;
    }
}
