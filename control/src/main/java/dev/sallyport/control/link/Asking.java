package dev.sallyport.control.link;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a gateway asks with.
 *
 * @param run as it was told last; empty where it was told nothing yet
 * @param instance the process that asks; another one of the same name is another gateway
 * @param holds the digest of each part that it has
 */
record Asking(
        Optional<String> run,
        String instance,
        Map<String, String> holds,
        List<OrderAnswer> answers,
        List<TokenUse> uses) {

    /** As processes write down what they are. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** A token's own name is shorter. */
    private static final int LONGEST_TOKEN = 64;

    Asking {
        require(run.isEmpty() || ID.matcher(run.get()).matches());
        require(ID.matcher(instance).matches());
        holds = Map.copyOf(holds);
        answers = List.copyOf(answers);
        uses = List.copyOf(uses);
    }

    /** What came of an order. */
    record OrderAnswer(long id, JsonNode answer) {
        OrderAnswer {
            require(answer.isObject());
        }
    }

    /** When a token was used at the gateway. */
    record TokenUse(String token, Instant at) {
        TokenUse {
            require(!token.isBlank() && token.length() <= LONGEST_TOKEN);
            Objects.requireNonNull(at);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
