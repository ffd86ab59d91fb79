package dev.sallyport.control.signin;

import java.util.Optional;
import javax.crypto.SecretKey;

/** Port: the keys that secrets of sign-in are kept under; they are not in the database. */
public interface SignInKeys {

    /** What new secrets are sealed under. */
    Key current();

    /** One that secrets may still be sealed under. */
    Optional<Key> named(String id);

    /**
     * A key with its name.
     *
     * @param id kept beside what it seals
     * @param secret at least 32 bytes
     */
    record Key(String id, SecretKey secret) {}
}
