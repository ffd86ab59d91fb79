package dev.sallyport.policy;

import dev.sallyport.problem.Place;

/** A statement with a name; a role that has any may run nothing else. */
public record SavedQuery(String name, String sql, Place place) {}
