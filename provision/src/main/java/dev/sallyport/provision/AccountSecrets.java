package dev.sallyport.provision;

import java.util.Optional;

/** Where the passwords of people's own accounts come from; no person knows one. */
public interface AccountSecrets {

    /** The password the account must have, in ASCII; the same answer until it is rotated. */
    String secretFor(String login);

    /** The password it may have as long as a rotation is under way. */
    default Optional<String> formerSecretFor(String login) {
        return Optional.empty();
    }
}
