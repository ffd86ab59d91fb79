package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds which role, and until when.
 *
 * @param until the first instant at which it no longer holds; empty where it does not end
 */
public record Assignment(
        Grantee grantee, String role, Optional<Instant> until, String reason, Place place) {

    /** Whom a role is assigned to. */
    public sealed interface Grantee {}

    /** Everybody the directory lists in a group. */
    public record Group(String name) implements Grantee {}

    /** One person, by login. */
    public record Individual(String login) implements Grantee {}

    public boolean activeAt(Instant instant) {
        return until.map(instant::isBefore).orElse(true);
    }
}
