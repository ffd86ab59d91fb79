/**
 * The sample hospital: its schema, its synthetic patients and staff, and the tour through its
 * doors. Starts nothing, and no other package knows its tables and people.
 *
 * <p>Exports: {@link dev.sallyport.app.hospital.Hospital}, {@link dev.sallyport.app.hospital.Tour},
 * {@link dev.sallyport.app.hospital.Stage}.
 */
@NullMarked
package dev.sallyport.app.hospital;

import org.jspecify.annotations.NullMarked;
