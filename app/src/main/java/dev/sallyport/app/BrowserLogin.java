package dev.sallyport.app;

import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Signing in from the command line by somebody who confirms it in a browser, on this machine or on
 * another one (RFC 8628).
 *
 * @param pause waits between two questions; false where nobody waits any more
 */
record BrowserLogin(ControlApi server, Terminal terminal, Predicate<Duration> pause) {
    /** Where the server says that it was too soon: section 3.5. */
    private static final int SLOWER_SECONDS = 5;

    /** A server that wants more is none of ours. */
    private static final int SLOWEST_SECONDS = 120;

    /** More questions than there is time for. */
    private static final int MOST = 1_000;

    /** What the server gave, once it was confirmed. */
    JsonNode fetch() {
        JsonNode begun = server.beginDevice();
        String secret = word(begun.path("device_code"));
        terminal.say("Open " + word(begun.path("verification_uri_complete")));
        terminal.say("and see that it shows the code " + word(begun.path("user_code")) + ".");
        terminal.say("Waiting for somebody to confirm it there; Ctrl-C ends it.");
        int seconds = begun.path("interval").asInt(SLOWER_SECONDS);
        for (int i = 0; i < MOST && seconds > 0 && seconds <= SLOWEST_SECONDS; i++) {
            if (!pause.test(Duration.ofSeconds(seconds)) || terminal.isLeft()) {
                throw new Refused(
                        Problem.of(ProblemCode.SP7150, "nobody waited for it", "begin again"));
            }
            try {
                return server.fetchDevice(secret);
            } catch (Refused refused) {
                seconds += slower(refused);
            }
        }
        throw server.strange();
    }

    /**
     * How many seconds longer to wait from now on.
     *
     * @throws Refused where nothing is to be waited for
     */
    private static int slower(Refused refused) {
        return switch (refused.problems().getFirst().code()) {
            case SP7290 -> 0;
            case SP7291 -> SLOWER_SECONDS;
            default -> throw refused;
        };
    }

    private String word(JsonNode text) {
        return SigningIn.shown(text, server);
    }
}
