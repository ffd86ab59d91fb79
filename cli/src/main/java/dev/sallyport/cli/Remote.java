package dev.sallyport.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A deployment elsewhere, asked over its API.
 *
 * @param issuers who vouches for it, as PEM; empty for whom a login there trusts
 * @param key the file with what proves who asks; empty for the token of the last login
 */
public record Remote(URI server, Optional<Path> issuers, Optional<Path> key) {}
