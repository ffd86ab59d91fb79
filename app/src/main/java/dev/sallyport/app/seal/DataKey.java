package dev.sallyport.app.seal;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A key of our own that secrets or a file are sealed under, and what a store made of it: outside
 * our memory there is nothing of it but that.
 *
 * @param name of the store's key
 */
public record DataKey(SealKey key, String name, String wrapped) {
    /** No key was ever wrapped for it. */
    private static final String ANOTHER_PURPOSE = "sallyport proof";

    /**
     * A new one, which is used only once it is {@link #proven}.
     *
     * @throws Refused where the store is away or will not
     */
    public static DataKey fresh(KeyWrap store, String purpose, SecureRandom random) {
        byte[] secret = SealedForm.random(random, SealKey.BYTES);
        return new DataKey(SealKey.of(secret), store.name(), store.wrap(secret, purpose));
    }

    /**
     * What was wrapped before.
     *
     * @return empty where the store's key does not open it
     * @throws Refused SP7238 where it opens it and finds no key; where the store is away or will
     *     not
     */
    public static Optional<DataKey> of(KeyWrap store, String wrapped, String purpose) {
        return store.unwrap(wrapped, purpose)
                .map(secret -> {
                    if (secret.length != SealKey.BYTES) {
                        throw untrue(store, "gives a key of another length");
                    }
                    return new DataKey(SealKey.of(secret), store.name(), wrapped);
                });
    }

    /**
     * Nothing is sealed under a key that might not be had again, or by anybody who may have the
     * store open something else.
     *
     * @throws Refused SP7238 where the store does not give it back for this purpose alone
     */
    public DataKey proven(KeyWrap store, String purpose) {
        boolean comesBack =
                of(store, wrapped, purpose).filter(one -> one.key().is(key)).isPresent();
        if (!comesBack) {
            throw untrue(store, "does not give back what it was given");
        }
        if (store.unwrap(wrapped, ANOTHER_PURPOSE).isPresent()) {
            throw untrue(store, "takes no notice of `associated_data`");
        }
        return this;
    }

    /**
     * SP7237.
     *
     * @param what is sealed
     * @param by which key of a store, as it says
     */
    public static Refused unopened(String what, String by, KeyWrap store) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7237,
                        "Vault's `%s` does not open %s, which `%s` sealed"
                                .formatted(store.name(), what, by),
                        "name that key; where it is that key, see that Vault still decrypts its"
                                + " older versions"));
    }

    private static Refused untrue(KeyWrap store, String what) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7238,
                        "Vault's `" + store.name() + "` " + what,
                        "name a key of the type aes256-gcm96, of Vault 1.13, OpenBao or newer"));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return key + " by " + name;
    }
}
