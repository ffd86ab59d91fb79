package dev.sallyport.control.oidc;

/** What signing in by a provider asks of others, beside what sign-in asks. */
public record OidcPorts(OidcSettings settings, OidcRecord record) {}
