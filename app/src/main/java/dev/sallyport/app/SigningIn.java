package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Signing in from the command line, and what clients need then.
 *
 * @param folder where the user keeps it
 * @param services libpq's file of services
 * @param typed where secrets come from
 * @param pause waits; false where nobody waits any more
 */
record SigningIn(
        Path folder,
        Path services,
        Function<Request.Secrets, Typed> typed,
        InstantSource clock,
        Predicate<Duration> pause) {

    /** Who waits as long as it takes. */
    SigningIn(
            Path folder,
            Path services,
            Function<Request.Secrets, Typed> typed,
            InstantSource clock) {
        this(folder, services, typed, clock, Pauses::pause);
    }

    /** The one who calls us. */
    static SigningIn ofUser(InstantSource clock) {
        Path home = Path.of(System.getProperty("user.home"));
        String named = System.getenv().getOrDefault("PGSERVICEFILE", "");
        return new SigningIn(
                KeptSignIn.folderOf(System.getenv(), home),
                named.isEmpty() ? home.resolve(".pg_service.conf") : Path.of(named),
                Typed::from,
                clock);
    }

    Exit perform(Request.SignIn asked, Terminal terminal) throws IOException {
        switch (asked) {
            case Request.Login login -> login(login, terminal);
            case Request.ClientWords words -> tell(words.client(), terminal);
        }
        return Exit.DONE;
    }

    private void login(Request.Login asked, Terminal terminal) throws IOException {
        try (ControlApi server =
                new ControlApi(asked.server(), issuers(asked.issuers(), asked.data()))) {
            switch (asked.aim()) {
                case DEVICE -> browse(server, terminal);
                case TOKEN -> enter(asked, server, terminal);
                case AGAIN -> prove(asked.login(), words(asked), server, terminal);
                case APP -> enrol(asked.login(), words(asked), server, terminal);
            }
        }
    }

    private Typed words(Request.Login asked) {
        return typed.apply(asked.from());
    }

    private static String password(String login, String otherwise, Typed words) {
        return words.answer("Password of " + login + otherwise + ": ");
    }

    private void browse(ControlApi server, Terminal terminal) throws IOException {
        keep(new BrowserLogin(server, terminal, pause).fetch(), server, terminal);
    }

    /** Whoever has no password here, or none at hand, has a browser. */
    private void enter(Request.Login asked, ControlApi server, Terminal terminal)
            throws IOException {
        Typed words = words(asked);
        boolean isAsked = asked.from() == Request.Secrets.ASKED_FOR;
        String password =
                password(asked.login(), isAsked ? " (Enter to sign in with a browser)" : "", words);
        if (isAsked && password.isEmpty()) {
            browse(server, terminal);
        } else {
            fetch(asked.login(), password, words, server, terminal);
        }
    }

    private void fetch(
            String login, String password, Typed words, ControlApi server, Terminal terminal)
            throws IOException {
        // Asked of everybody: whether one is needed would tell that the password is right.
        String code = words.answer("Code, or a passkey's word (Enter for none): ");
        keep(server.signIn(login, password, code), server, terminal);
    }

    private void keep(JsonNode answer, ControlApi server, Terminal terminal) throws IOException {
        if (KeptConsole.is(answer)) {
            KeptConsole kept = KeptConsole.keep(folder, answer, server.strange());
            terminal.say(
                    "Signed in as %s until %s: for the control plane, and no database."
                            .formatted(kept.login(), kept.until()));
            terminal.say("Next: sallyport session ls --server " + server.address());
            return;
        }
        KeptSignIn kept = KeptSignIn.keep(folder, answer, server.strange());
        KeptConsole.forget(folder);
        terminal.say("Signed in as %s until %s.".formatted(kept.login(), kept.until()));
        terminal.say("Next: sallyport client psql, jdbc or dbeaver");
    }

    /** The token that clients use stays the same. */
    private void prove(String login, Typed words, ControlApi server, Terminal terminal)
            throws IOException {
        String password = password(login, "", words);
        KeptSignIn kept = kept();
        server.prove(kept.token(), login, password, words.answer("Code, or a passkey's word: "));
        terminal.say("Proved again as %s; sessions with this token may go on.".formatted(login));
    }

    private static void enrol(String login, Typed words, ControlApi server, Terminal terminal) {
        String password = password(login, "", words);
        String code =
                words.answer(
                        "Invitation, code of the app so far, recovery code or a passkey's word: ");
        JsonNode begun = server.begin(login, password, code);
        terminal.say("Give your app this, which is shown once:");
        terminal.say("  " + shown(begun.path("secret"), server));
        terminal.say("  " + shown(begun.path("uri"), server));
        JsonNode done =
                server.confirm(login, password, words.answer("The code that it shows now: "));
        terminal.say(
                "The app is set up. Each of these works once where it is lost; keep them apart:");
        done.path("recovery").valueStream().forEach(one -> terminal.say("  " + shown(one, server)));
    }

    /** Nothing that would move the cursor. */
    static String shown(JsonNode text, ControlApi server) {
        String shown = text.asString("");
        if (shown.isEmpty() || shown.chars().anyMatch(Character::isISOControl)) {
            throw server.strange();
        }
        return shown;
    }

    /** The operators' own, or what a server made that had none. */
    static Optional<Path> issuers(Optional<Path> given, Path data) {
        return given.or(() ->
                Stream.of(data.resolve("tls/gateway.crt"), data.resolve("keys/control.crt"))
                        .filter(Files::exists)
                        .findFirst());
    }

    /**
     * What the last login proves who asks with.
     *
     * @throws Refused SP7151 where nobody has signed in, or no longer is
     */
    String secret() throws IOException {
        Optional<KeptConsole> console = KeptConsole.read(folder, clock.instant());
        return console.isPresent() ? console.get().secret() : kept().secret();
    }

    /** What the last login left for clients. */
    KeptSignIn kept() throws IOException {
        return KeptSignIn.read(folder, clock.instant());
    }

    private void tell(Request.Client client, Terminal terminal) throws IOException {
        ClientFiles files = new ClientFiles(kept());
        switch (client) {
            case PSQL -> files.psql(terminal);
            case SERVICE_FILE -> files.write(services, terminal);
            case JDBC -> files.jdbc(terminal);
            case DBEAVER -> files.dbeaver(terminal);
        }
    }
}
