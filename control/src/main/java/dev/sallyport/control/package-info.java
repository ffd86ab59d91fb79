/**
 * The control plane: who works here, told by SCIM, kept in PostgreSQL, applied at both doors. Does
 * not decide what anybody may see (the policy does) and reaches the doors by ports only.
 *
 * <p>Exports: {@link dev.sallyport.control.ControlPlane}, {@link
 * dev.sallyport.control.ControlSettings}, {@link dev.sallyport.control.ControlPorts}.
 */
@NullMarked
package dev.sallyport.control;

import org.jspecify.annotations.NullMarked;
