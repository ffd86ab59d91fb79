package dev.sallyport.app;

import dev.sallyport.app.http.BoundedClient;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The control plane that a gateway follows, as the gateway asks it. */
final class ControlLink implements AutoCloseable {
    /** It keeps us waiting for twenty seconds where there is nothing to say. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int DONE = 200;
    private static final int NOTHING = 204;
    private static final int UNAUTHORISED = 401;

    /** From here on it is the server that cannot. */
    private static final int OF_THE_SERVER = 500;

    private final URI server;
    private final PasswordReference token;
    private final BoundedClient client;

    /**
     * What is asked.
     *
     * @param instance of this process
     * @param holds the digest of each part that it goes by
     */
    record Asking(
            Optional<String> run,
            String instance,
            Map<String, String> holds,
            List<Answer> answers,
            List<Use> uses) {}

    /** What came of an order. */
    record Answer(long id, JsonNode answer) {}

    /** When somebody last signed in with a token. */
    record Use(String token, Instant at) {}

    /** What is answered: what holds, and what is to be done. */
    record News(String run, Map<String, String> parts, List<Told> orders) {}

    /** An order. */
    record Told(long id, String order, JsonNode arguments) {}

    ControlLink(URI server, SSLContext trust, PasswordReference token) {
        this.server = server;
        this.token = token;
        this.client = new BoundedClient(Optional.of(trust), PATIENCE, LinkForm.LONGEST);
    }

    URI server() {
        return server;
    }

    /**
     * @throws Refused SP7313 where nobody answers who proves to be the control plane, SP7314 where
     *     it refuses us, SP7312 where it speaks otherwise
     */
    News next(Asking asking) {
        byte[] answer =
                send(
                        HttpRequest.newBuilder(server.resolve("/link/v1/next"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                LinkForm.write(asking))));
        try {
            return LinkForm.read(answer, News.class);
        } catch (JacksonException ofAnotherVersion) {
            throw strange();
        }
    }

    /**
     * We stop, and are not waited for.
     *
     * @throws Refused as {@link #next}
     */
    void leave(String instance) {
        send(
                HttpRequest.newBuilder(server.resolve("/link/v1/leave"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        LinkForm.write(Map.of("instance", instance)))));
    }

    /**
     * @throws Refused as {@link #next}
     */
    byte[] part(String name) {
        return send(HttpRequest.newBuilder(server.resolve("/link/v1/parts/" + name)));
    }

    private byte[] send(HttpRequest.Builder question) {
        HttpResponse<byte[]> answer;
        try {
            answer =
                    client.ask(question.header("Authorization", "Bearer " + token.read().strip()))
                            .join();
        } catch (CompletionException failure) {
            throw unreached(failure.getCause() instanceof SSLException);
        } catch (IllegalArgumentException unreadable) {
            throw refused("what is to prove this gateway is no token");
        }
        return switch (answer.statusCode()) {
            case DONE, NOTHING -> answer.body();
            case UNAUTHORISED -> throw refused("the control plane does not take our token");
            default ->
                    throw answer.statusCode() >= OF_THE_SERVER
                            ? unreached(false)
                            : told(answer.body());
        };
    }

    private Refused told(byte[] problem) {
        try {
            if (LinkForm.read(problem, JsonNode.class)
                    .path("code")
                    .asString("")
                    .equals(ProblemCode.SP7310.name())) {
                return refused("another gateway follows with our token");
            }
        } catch (JacksonException e) {
            return strange();
        }
        return strange();
    }

    private Refused unreached(boolean proved) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7313,
                        "`%s` %s"
                                .formatted(
                                        server,
                                        proved
                                                ? "does not prove that it is the control plane meant"
                                                : "does not answer"),
                        "see whether it runs, and whether `follow.authority` vouches for it"));
    }

    private Refused refused(String why) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7314,
                        why,
                        "`sallyport gateway add` there makes another one for this gateway alone"));
    }

    private Refused strange() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7312,
                        "`" + server + "` does not answer as a control plane of this version does",
                        "run the same version of Sallyport on both"));
    }

    @Override
    public void close() {
        client.close();
    }
}
