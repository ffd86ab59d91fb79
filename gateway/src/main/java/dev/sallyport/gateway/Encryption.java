package dev.sallyport.gateway;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * How clients' connections are encrypted.
 *
 * @param tls asked anew for every connection, so that a certificate can be exchanged while the
 *     gateway runs; it must not wait. Empty answers N to SSLRequest
 * @param plaintext who may go on without
 */
public record Encryption(Optional<Supplier<ServerTls>> tls, Plaintext plaintext) {

    /** Who may sign in over a connection that is not encrypted. */
    public enum Plaintext {
        NOBODY,
        /** Whoever is on this machine, where nothing lies between. */
        ON_LOOPBACK,
        EVERYBODY
    }

    /** TLS with what is supplied; in the clear from this machine only. */
    public static Encryption with(Supplier<ServerTls> tls) {
        return new Encryption(Optional.of(tls), Plaintext.ON_LOOPBACK);
    }

    /** No TLS, so from this machine only. */
    public static Encryption none() {
        return new Encryption(Optional.empty(), Plaintext.ON_LOOPBACK);
    }
}
