/**
 * Proving who somebody is with a local password and a code or a passkey, or with a word that
 * another way of proving gave them, and the short-lived database tokens they get for it. Decides no
 * rights, issues no token itself and writes no record itself: each is a port. Sign-in by an
 * identity provider is not here ({@code oidc}).
 *
 * <p>Exports: {@link dev.sallyport.control.signin.SignInConfiguration}, its ports ({@link
 * dev.sallyport.control.signin.SignInPorts}), {@link dev.sallyport.control.signin.AccountDesk}.
 */
@NullMarked
package dev.sallyport.control.signin;

import org.jspecify.annotations.NullMarked;
