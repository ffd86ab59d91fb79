package dev.sallyport.control.link;

import dev.sallyport.control.http.BearerTokens.Issued;
import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.control.link.Linked.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Asks as a gateway does, one step at a time. */
final class FakeGateway {
    private final Linked linked;
    final Issued token;
    private final String instance;
    private @Nullable String run;
    private Map<String, String> holds = Map.of();

    FakeGateway(Linked linked, String name) {
        this(linked, linked.token(name, Scope.GATEWAY));
    }

    /** Another process with a token that there is. */
    FakeGateway(Linked linked, Issued token) {
        this.linked = linked;
        this.token = token;
        instance = UUID.randomUUID().toString();
    }

    /** One that has what there is, and waits next. */
    static FakeGateway following(Linked linked, String name) {
        FakeGateway gateway = new FakeGateway(linked, name);
        gateway.hear(gateway.ask());
        return gateway;
    }

    Answer ask(String... answers) {
        return Linked.answered(asking(answers));
    }

    /**
     * @param answers each as it is sent
     */
    CompletableFuture<Answer> asking(String... answers) {
        return linked.posted(token.secret(), body(List.of(answers), List.of()));
    }

    String body(List<String> answers, List<String> uses) {
        JsonMapper json = JsonMapper.shared();
        return "{\"run\":%s,\"instance\":\"%s\",\"holds\":%s,\"answers\":[%s],\"uses\":[%s]}"
                .formatted(
                        json.writeValueAsString(run),
                        instance,
                        json.writeValueAsString(holds),
                        String.join(",", answers),
                        String.join(",", uses));
    }

    Answer leave() {
        return leave(instance);
    }

    /** As another process would. */
    Answer leave(String other) {
        return linked.leave(token.secret(), "{\"instance\":\"%s\"}".formatted(other));
    }

    /** Holds from now on what it was told. */
    void hear(Answer told) {
        run = told.run();
        Map<String, String> parts = new TreeMap<>();
        told.json()
                .path("parts")
                .forEachEntry((name, digest) -> parts.put(name, digest.asString()));
        holds = parts;
    }

    void run(String other) {
        run = other;
    }

    static String answer(Answer told, String answer) {
        return "{\"id\":%d,\"answer\":%s}"
                .formatted(told.orders().get(0).path("id").asLong(), answer);
    }
}
