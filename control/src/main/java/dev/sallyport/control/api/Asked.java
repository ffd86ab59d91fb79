package dev.sallyport.control.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API is sent. */
final class Asked {
    private Asked() {}

    /** Why somebody changes something: one line for the record. */
    record Why(@Nullable String reason) {}

    /** A key somebody wants. */
    record WantedKey(
            @Nullable String name, @Nullable List<String> scopes, @Nullable Instant expires) {}

    /** A command, and what it takes. */
    record Command(@Nullable String command, @Nullable Map<String, Object> arguments) {}
}
