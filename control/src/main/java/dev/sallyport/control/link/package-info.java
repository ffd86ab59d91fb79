/**
 * Gateways on other machines that follow this control plane: each asks again and again, and is told
 * what is new. Keeps which of them there are; what a part or an order means, others know.
 *
 * <p>Exports: {@link dev.sallyport.control.link.Links}, the ports {@link
 * dev.sallyport.control.link.Parts}, {@link dev.sallyport.control.link.Uses} and {@link
 * dev.sallyport.control.link.LinkPorts}, and {@link dev.sallyport.control.link.LinkConfiguration}.
 */
@NullMarked
package dev.sallyport.control.link;

import org.jspecify.annotations.NullMarked;
