package dev.sallyport.control.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API is sent. */
final class Asked {
    private Asked() {}

    /** Why somebody changes something: one line for the record. */
    record Why(@Nullable String reason) {}

    /** An agent or a service somebody wants: whose, as what, and from when until when. */
    record WantedProgram(
            @Nullable String kind,
            @Nullable String login,
            @Nullable String name,
            @Nullable String owner,
            Optional<Workload> workload,
            Optional<Instant> starts,
            Optional<Instant> ends,
            @Nullable String reason) {}

    /** Who is to answer for it. */
    record NextOwner(@Nullable String owner, @Nullable String reason) {}

    /** How its platform names it; without one none vouches for it. */
    record NextWorkload(Optional<Workload> workload, @Nullable String reason) {}

    /** When it is to work; a date that is not there is none. */
    record NextDates(Optional<Instant> starts, Optional<Instant> ends, @Nullable String reason) {}

    /** As a platform's tokens have it. */
    record Workload(@Nullable String issuer, @Nullable String subject) {}

    /** A key somebody wants. */
    record WantedKey(
            @Nullable String name, @Nullable List<String> scopes, @Nullable Instant expires) {}

    /** A command, and what it takes. */
    record Command(@Nullable String command, @Nullable Map<String, Object> arguments) {}
}
