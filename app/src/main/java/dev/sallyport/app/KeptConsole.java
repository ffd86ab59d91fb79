package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The last sign-in of somebody who runs Sallyport and holds no role of a database: what it opens is
 * the control plane alone, so no client needs a file of it.
 */
record KeptConsole(String login, Instant until, String secret) {
    private static final int VERSION = 1;

    /** Whether an answer of a control plane is such a sign-in. */
    static boolean is(JsonNode answer) {
        return answer.path("gateway").isMissingNode() && answer.path("login").isString();
    }

    /**
     * @param strange what to refuse with where it is not what it should be
     */
    static KeptConsole keep(Path folder, JsonNode answer, Refused strange) throws IOException {
        JsonNode token = answer.path("token");
        KeptConsole kept =
                new KeptConsole(
                        KeptSignIn.name(answer.path("login"), strange),
                        KeptSignIn.instant(token.path("until"), strange),
                        KeptSignIn.name(token.path("secret"), strange));
        Files.createDirectories(folder);
        Folders.ours(folder);
        Folders.write(
                file(folder),
                JsonDocument.print(
                                JsonDocument.begin(VERSION)
                                        .put("login", kept.login())
                                        .put("until", kept.until().toString())
                                        .put("secret", kept.secret()))
                        .getBytes(StandardCharsets.UTF_8));
        return kept;
    }

    /** Empty where nobody signed in so, or no longer is. */
    static Optional<KeptConsole> read(Path folder, Instant now) throws IOException {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Refused nobody =
                new Refused(
                        Problem.of(
                                ProblemCode.SP7151,
                                "`" + file + "` holds no sign-in",
                                "`sallyport login` again"));
        JsonNode document = KeptSignIn.parsed(file, nobody);
        return Optional.of(
                        new KeptConsole(
                                KeptSignIn.name(document.path("login"), nobody),
                                KeptSignIn.instant(document.path("until"), nobody),
                                KeptSignIn.name(document.path("secret"), nobody)))
                .filter(kept -> now.isBefore(kept.until()));
    }

    /** Whoever has signed in as somebody else since is that one. */
    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(file(folder));
    }

    private static Path file(Path folder) {
        return folder.resolve("console.json");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return login + " until " + until;
    }
}
