package dev.sallyport.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport login}. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = "Sign in for a short-lived token of the databases, and keep it.")
final class LoginCommand implements Asking {
    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "https://127.0.0.1:8443",
            description = "the control plane (default: ${DEFAULT-VALUE})")
    private URI server = URI.create("");

    @Option(
            names = "--as",
            paramLabel = "LOGIN",
            description = "whose login (default: as on this machine)")
    private String login = System.getProperty("user.name", "");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "who vouches for the server, as PEM (default: the data directory's"
                            + " tls/gateway.crt or keys/control.crt, else whom the JDK trusts)")
    private @Nullable Path issuers;

    // A password among the arguments would stand in the list of processes.
    @Option(
            names = "--password-stdin",
            description = "read the password, and the code on a second line, from standard input")
    private boolean piped;

    @ArgGroup private Instead instead = new Instead();

    /** What to do instead of getting a token by a password, one of them. */
    private static final class Instead {
        @Option(
                names = "--device",
                description =
                        "sign in with a browser, on any machine: prints a link and a code, and waits"
                                + " until whoever it is confirms; the same as an empty password")
        private boolean device;

        @Option(
                names = "--again",
                description =
                        "prove who you are once more, for what asks for a second factor that was"
                                + " proved lately; the token stays the same")
        private boolean again;

        @Option(
                names = "--new-app",
                description =
                        "set up an authenticator app, with an invitation, a code of the app so far"
                                + " or a recovery code")
        private boolean app;

        Request.Aim aim() {
            if (device) {
                return Request.Aim.DEVICE;
            }
            return again ? Request.Aim.AGAIN : app ? Request.Aim.APP : Request.Aim.TOKEN;
        }
    }

    @Override
    public Request request() {
        return new Request.Login(
                data.path(),
                server,
                login,
                DataOption.absoluteIfGiven(issuers),
                instead.aim(),
                piped ? Request.Secrets.PIPED : Request.Secrets.ASKED_FOR);
    }
}
