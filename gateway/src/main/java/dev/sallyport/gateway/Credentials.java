package dev.sallyport.gateway;

import dev.sallyport.wire.ScramVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What proves who somebody is, and what opens their own account on the database. */
public interface Credentials {

    /**
     * What a person's secret is checked against: any of these, all with one salt ({@link
     * ScramVerifier#beside}); empty for a login nobody has. Asked again while sessions live, so it
     * must not wait.
     */
    List<Authenticator> authenticators(String login);

    /** A session was opened with it. Told on an event loop, so it must not wait. */
    default void used(Proof proof, Instant at) {}

    /**
     * The session is over that was opened with it, or none was. Told on an event loop, so it must
     * not wait.
     */
    default void over(Proof proof) {}

    /** The secret of the person's native account, known to no person. */
    String nativeSecret(String login);

    /** What it was before, as long as it is being changed: one of the two fits. */
    default Optional<String> formerSecret(String login) {
        return Optional.empty();
    }

    /**
     * What the database is shown in TLS for the person's native account, the preferred one first;
     * empty where it opens by the secret alone. The same values as long as they stand. Asked on an
     * event loop, so it must not wait.
     */
    default List<AccountCertificate> certificates(String login) {
        return List.of();
    }

    /** Bytes from which the salt shown to an unknown login is derived, so that it looks real. */
    byte[] mockSecret();
}
