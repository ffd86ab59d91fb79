package dev.sallyport.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When, where and how somebody asks; what is not known is empty, and a condition on it fails.
 *
 * @param network the address asked from
 * @param device what is known of the machine asked from
 * @param user the person's attributes
 */
public record Circumstances(
        Instant at,
        Optional<String> purpose,
        Optional<String> network,
        Map<String, String> device,
        Optional<String> environment,
        Map<String, List<String>> user) {

    public Circumstances {
        device = Map.copyOf(device);
        user = Map.copyOf(user);
    }

    /** Nothing is known but the time. */
    public static Circumstances at(Instant instant) {
        return new Circumstances(
                instant, Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Map.of());
    }
}
