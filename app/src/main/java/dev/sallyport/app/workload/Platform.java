package dev.sallyport.app.workload;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Who gives programs their tokens, as an operator trusts them.
 *
 * @param issuer to the letter as its tokens have {@code iss}; an address
 * @param audience whom its tokens have to be meant for: us
 * @param keys a file with its keys (RFC 7517); where there is none it is asked for them
 * @param trust who vouches for its certificate; the machine's own authorities where empty
 */
public record Platform(
        URI issuer, String audience, Optional<Path> keys, Optional<SSLContext> trust) {}
