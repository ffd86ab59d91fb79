package dev.sallyport.app.seal;

import java.util.Optional;

/** A key store, such as Vault, that wraps data keys under a key which never leaves it. */
public interface KeyWrap {
    /** Which key of the store it is, as people name it: no secret, and without spaces. */
    String name();

    /**
     * Text without spaces, by which the store gives the key again.
     *
     * @param purpose what {@link #unwrap} must be given again
     * @throws dev.sallyport.problem.Refused where the store is away or will not
     */
    String wrap(byte[] key, String purpose);

    /**
     * Empty where the store's key does not open it: another key wrapped it, or a version that was
     * retired, or it was changed or is for another purpose.
     *
     * @throws dev.sallyport.problem.Refused where the store is away or will not
     */
    Optional<byte[]> unwrap(String wrapped, String purpose);

    /** Whether the store's key was the same when it wrapped both. */
    boolean isSameVersion(String one, String other);
}
