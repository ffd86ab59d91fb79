package dev.sallyport.control.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * People under one name, which a policy may give roles to.
 *
 * @param members in the order they came
 */
public record Group(
        UUID id,
        String name,
        Optional<String> externalId,
        List<UUID> members,
        long version,
        Instant created,
        Instant changed) {

    public Group {
        members = List.copyOf(members);
    }
}
