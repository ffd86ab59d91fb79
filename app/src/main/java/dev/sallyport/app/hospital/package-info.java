/**
 * The sample hospital: its schema, its synthetic patients and staff. Knows nothing of doors or
 * policy, and no other package knows its tables.
 *
 * <p>Exports: {@link dev.sallyport.app.hospital.Hospital}.
 */
@NullMarked
package dev.sallyport.app.hospital;

import org.jspecify.annotations.NullMarked;
