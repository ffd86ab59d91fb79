/**
 * Adoption: what a database is before Sallyport, read without writing anything, and the policy
 * folder that says so. Grants nothing, guesses no right, and knows no row.
 *
 * <p>Exports: {@link dev.sallyport.provision.adopt.Survey}, {@link
 * dev.sallyport.provision.adopt.Surveyor}, {@link dev.sallyport.provision.adopt.Limit}, {@link
 * dev.sallyport.provision.adopt.AdoptedFolder}.
 */
@NullMarked
package dev.sallyport.provision.adopt;

import org.jspecify.annotations.NullMarked;
