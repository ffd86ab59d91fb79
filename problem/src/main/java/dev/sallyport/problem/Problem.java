package dev.sallyport.problem;

import java.util.Optional;

/**
 * Something a person did or hit: a code, a place, one line, and what to do instead.
 *
 * @param code the stable number
 * @param place where in the person's own files, if anywhere
 * @param message one line, the person's words in backticks, no row values, no secrets
 * @param instead what to do instead; empty when the message says it
 */
public record Problem(ProblemCode code, Optional<Place> place, String message, String instead) {

    public static Problem at(Place place, ProblemCode code, String message, String instead) {
        return new Problem(code, Optional.of(place), message, instead);
    }

    public static Problem of(ProblemCode code, String message, String instead) {
        return new Problem(code, Optional.empty(), message, instead);
    }

    /** {@code SP1107 20-roles.yaml:31 unknown mask `last5` (did you mean `last4`?)}. */
    @Override
    public String toString() {
        return code
                + place.map(at -> " " + at).orElse("")
                + " "
                + message
                + (instead.isEmpty() ? "" : " (" + instead + ")");
    }
}
