/**
 * What a browser and an authenticator say when a passkey is made or used (WebAuthn Level 3), and
 * whether it holds. Keeps nothing, and decides nothing about people.
 *
 * <p>Exports: {@link dev.sallyport.control.passkey.Ceremonies}, what it is given ({@link
 * dev.sallyport.control.passkey.RelyingParty}, {@link dev.sallyport.control.passkey.Attestation},
 * {@link dev.sallyport.control.passkey.Assertion}) and what it finds ({@link
 * dev.sallyport.control.passkey.Credential}).
 */
@NullMarked
package dev.sallyport.control.passkey;

import org.jspecify.annotations.NullMarked;
