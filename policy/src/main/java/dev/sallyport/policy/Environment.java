package dev.sallyport.policy;

import dev.sallyport.problem.Place;

/**
 * One of the places where the same databases stand: production, staging, testing.
 *
 * @param requirePurpose whether nobody gets in without saying why
 * @param record how much of a session is kept
 * @param synthetic whether its rows are made up
 */
public record Environment(
        String name,
        String label,
        String colour,
        boolean requirePurpose,
        Detail record,
        boolean synthetic,
        Place place) {

    /** How much of a session is kept. */
    public enum Detail {
        /** Statements, their values and what came back. */
        FULL,
        /** Statements without values. */
        STATEMENTS,
        /** As statements, and a session may go on while the record is behind. */
        RELAXED
    }
}
