package dev.sallyport.control.console;

import java.util.Optional;

/** Port: whose a secret is with which people sign in. */
@FunctionalInterface
public interface SignedIn {

    /** While it stands; anybody may ask of anything, so a no has to be cheap. */
    Optional<Proof> by(String secret);

    /**
     * Who it is, and by which secret.
     *
     * @param id which of theirs, not the secret itself
     */
    record Proof(String login, String id) {}
}
