package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.Optional;

/**
 * A passkey as its owner and operators see it.
 *
 * @param id what it is called here
 * @param name what its owner calls it
 */
public record Passkey(String id, String name, Instant enrolled, Optional<Instant> used) {}
