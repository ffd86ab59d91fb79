package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.time.Instant;

/**
 * A role on its way out.
 *
 * @param replacedBy the role to use instead
 * @param until the first instant at which it gives nothing
 */
public record Deprecation(String replacedBy, Instant until, Place place) {}
