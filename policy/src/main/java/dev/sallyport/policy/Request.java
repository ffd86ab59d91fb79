package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.Optional;
import java.util.Set;

/**
 * How the role is asked for.
 *
 * @param max the longest it may be given for
 * @param needs what must be said: {@code reason}, {@code ticket}, {@code subject}, {@code study_id}
 */
public record Request(
        Span max, Set<String> needs, Approval approve, Optional<Automatic> automatic, Place place) {

    public Request {
        needs = Ordered.copyOf(needs);
    }

    /** Where nobody needs to be asked. */
    public record Automatic(Condition when, Span max) {}
}
