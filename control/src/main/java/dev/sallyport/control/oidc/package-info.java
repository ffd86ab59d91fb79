/**
 * Proving who somebody is by an identity provider (OpenID Connect Core 1.0: authorization code with
 * PKCE), the browser session they have for it, which of its groups they are in, and what happens
 * when it signs them out (OpenID Connect Back-Channel Logout 1.0). Creates nobody and decides no
 * rights: who somebody is and what their groups are called stands in the directory.
 *
 * <p>Exports: {@link dev.sallyport.control.oidc.OidcConfiguration}, {@link
 * dev.sallyport.control.oidc.OidcSettings}, {@link dev.sallyport.control.oidc.OidcPorts}.
 */
@NullMarked
package dev.sallyport.control.oidc;

import org.jspecify.annotations.NullMarked;
