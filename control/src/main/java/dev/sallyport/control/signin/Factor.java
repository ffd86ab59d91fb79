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
    /** What an operator gave to set up a second factor, which is gone now. */
    INVITATION;

    /** When it was proved, if it is one. */
    Optional<Instant> at(Instant now) {
        return this == NONE ? Optional.empty() : Optional.of(now);
    }
}
