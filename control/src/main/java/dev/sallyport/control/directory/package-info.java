/**
 * Who works here: people, groups, the steps of their employment, and what both doors are told of
 * them. Does not know HTTP nor how anybody proves who they are.
 *
 * <p>Exports: the ports {@link dev.sallyport.control.directory.Doors}, {@link
 * dev.sallyport.control.directory.DirectoryRecord} and {@link
 * dev.sallyport.control.directory.Alarms}; {@link dev.sallyport.control.directory.CsvImport} to
 * whoever runs a control plane; and to its pages {@link
 * dev.sallyport.control.directory.DirectoryWork}, {@link dev.sallyport.control.directory.People},
 * {@link dev.sallyport.control.directory.Groups} and {@link
 * dev.sallyport.control.directory.DoorSync}.
 */
@NullMarked
package dev.sallyport.control.directory;

import org.jspecify.annotations.NullMarked;
