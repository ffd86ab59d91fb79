package dev.sallyport.provision;

import dev.sallyport.problem.Place;

/**
 * One rule of a policy and who makes it true.
 *
 * @param rule what it is, as {@code `limits` of role `nurse`}
 * @param place where it is written
 */
public record Ruling(String rule, Place place, Enforcement by) {}
