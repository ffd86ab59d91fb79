/**
 * Who may do what in Sallyport itself: roles of the policy, what each may, and the keys by which
 * programs act for a person. Does not know any page, nor how anybody signs in.
 *
 * <p>Exports: the ports {@link dev.sallyport.control.console.ConsolePorts} to whoever runs a
 * control plane; {@link dev.sallyport.control.console.KeyDesk} to its command line; {@link
 * dev.sallyport.control.console.Callers} and {@link dev.sallyport.control.console.Right} to its
 * pages.
 */
@NullMarked
package dev.sallyport.control.console;

import org.jspecify.annotations.NullMarked;
