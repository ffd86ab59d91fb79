package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.Optional;

/** What somebody has shown beside the password. */
public enum Factor {
    /** Nothing: none was demanded, and none is set up. */
    NONE,
    /** A code of an authenticator app. */
    CODE,
    /** A recovery code, which is gone now. */
    RECOVERY,
    /** A word that a passkey gave, which is gone now. */
    PASSKEY,
    /** What an operator gave to set up a second factor, which is gone now. */
    INVITATION,
    /** What the identity provider says they showed; it is on record with their sign-in there. */
    PROVIDER;

    /** When it was proved, if it is one that we saw. */
    Optional<Instant> at(Instant now) {
        return this == NONE || this == PROVIDER ? Optional.empty() : Optional.of(now);
    }
}
