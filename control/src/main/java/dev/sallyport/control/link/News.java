package dev.sallyport.control.link;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a gateway is told.
 *
 * @param run what it asks with next; another one as soon as it has missed something
 * @param missed whether orders were given that it is not told of
 * @param parts the digest of each part as it is now
 * @param orders all that it has not answered, in their order
 */
record News(
        @Nullable String run,
        boolean missed,
        Map<String, String> parts,
        List<GatewayOrder> orders) {
    News {
        parts = Map.copyOf(parts);
        orders = List.copyOf(orders);
    }

    /** What it is to do, once. */
    record GatewayOrder(long id, String order, JsonNode arguments) {}
}
