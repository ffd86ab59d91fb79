package dev.sallyport.policy;

import dev.sallyport.problem.Place;

/**
 * A statement with a name; a role that has any may run nothing else.
 *
 * @param fingerprint of {@link dev.sallyport.sql.Conduct}: it stands for the statement with
 *     whatever values
 */
public record SavedQuery(String name, String sql, String fingerprint, Place place) {}
