/**
 * Drift: what is no longer as Sallyport left it in a database, who did it where the database knows,
 * and how to undo it. Does not decide what is wanted, and changes nothing by itself.
 *
 * <p>Exports: {@link dev.sallyport.provision.drift.BaselineKeeper}, {@link
 * dev.sallyport.provision.drift.DriftWatch}, {@link dev.sallyport.provision.drift.Look}, {@link
 * dev.sallyport.provision.drift.Finding}, {@link dev.sallyport.provision.drift.Severity}, {@link
 * dev.sallyport.provision.drift.Reversal}, {@link dev.sallyport.provision.drift.Attribution}.
 */
@NullMarked
package dev.sallyport.provision.drift;

import org.jspecify.annotations.NullMarked;
