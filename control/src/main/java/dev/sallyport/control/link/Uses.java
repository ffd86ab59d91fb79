package dev.sallyport.control.link;

import java.time.Instant;

/** What gateways say of the proofs that people sign in with there. */
@FunctionalInterface
public interface Uses {
    void used(String token, Instant at);
}
