package dev.sallyport.control.console;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a program proves itself with, for a person who owns it.
 *
 * @param owner login of who answers for it
 * @param scopes what it may at most; what its owner may not, it may not
 * @param expires the first instant at which it opens nothing
 * @param lastUsed to the minute
 */
public record ApiKey(
        UUID id,
        String name,
        String owner,
        Set<Right> scopes,
        Instant issued,
        Instant expires,
        Optional<Instant> lastUsed) {

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** A key and what proves it, this once. */
    public record Issued(ApiKey key, String secret) {
        @Override
        public String toString() {
            return "Issued " + key.id();
        }
    }
}
