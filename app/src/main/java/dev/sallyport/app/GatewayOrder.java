package dev.sallyport.app;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a control plane has a gateway elsewhere do. */
sealed interface GatewayOrder {

    /** Answers that list something have so many of it at most: a body has its bound. */
    int SESSIONS = 500;

    /** Statements are longer. */
    int EXPORTS = 8;

    /** Say who is signed in, from this place of the list on. */
    record ListSessions(int from) implements GatewayOrder {}

    /** End one session, if it is there. */
    record EndSession(String session, String by, String reason) implements GatewayOrder {}

    /** Say something to whoever has a session open, if it is there. */
    record TellSession(String session, String by, String words) implements GatewayOrder {}

    /** End all that these people have open. */
    record EndPeople(Set<String> logins) implements GatewayOrder {}

    /** Say which exports somebody has asked for, from this place of the list on. */
    record ListExports(int from) implements GatewayOrder {}

    /** Answer one of them, if it is there. */
    record AnswerExport(String id, String operator, String by, Optional<Instant> until)
            implements GatewayOrder {}

    /** Its name on the way. */
    default String word() {
        return word(getClass());
    }

    private static String word(Class<?> kind) {
        return kind.getSimpleName();
    }

    /** What else is on the way. */
    default Map<String, JsonNode> arguments() {
        Map<String, JsonNode> arguments = new TreeMap<>();
        LinkForm.tree(this)
                .properties()
                .forEach(one -> arguments.put(one.getKey(), one.getValue()));
        return arguments;
    }

    /** Empty where it is none that this version knows. */
    static Optional<GatewayOrder> of(String word, JsonNode arguments) {
        Map<String, Class<?>> kinds =
                Arrays.stream(GatewayOrder.class.getPermittedSubclasses())
                        .collect(Collectors.toMap(GatewayOrder::word, kind -> kind));
        return Optional.ofNullable(kinds.get(word))
                .map(kind -> (GatewayOrder) LinkForm.read(arguments, kind));
    }
}
