package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * Who does what in Sallyport itself, and until when. No {@link Assignment}: whatever compiles those
 * never sees this.
 *
 * @param grantee a group or a person
 * @param until the first instant at which it no longer holds; empty where none is written
 */
public record ConsoleAssignment(
        Assignment.Grantee grantee,
        ConsoleRole role,
        Optional<Instant> until,
        String reason,
        Place place) {

    public boolean activeAt(Instant instant) {
        return until.map(instant::isBefore).orElse(true);
    }

    /** Whether somebody who is at work holds it then. */
    public boolean isHeldBy(Directory.Person person, Instant instant) {
        return !person.suspended() && activeAt(instant) && Entitlements.concerns(grantee, person);
    }
}
