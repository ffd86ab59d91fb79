package dev.sallyport.gateway;

import dev.sallyport.wire.ScramVerifier;

/** One secret of a person's, and what having it proves. */
public record Authenticator(Proof proof, ScramVerifier verifier) {

    /** The one password. */
    public static Authenticator password(ScramVerifier verifier) {
        return new Authenticator(Proof.password(), verifier);
    }
}
