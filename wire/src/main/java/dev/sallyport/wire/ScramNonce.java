package dev.sallyport.wire;

import java.util.random.RandomGenerator;

/** One side's half of the nonce: printable, without a comma. */
final class ScramNonce {
    /** As the server's: 18 random bytes are 24 characters of base 64 without padding. */
    private static final int LENGTH = 18;

    private ScramNonce() {}

    static String next(RandomGenerator random) {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return ScramHash.base64(bytes);
    }
}
