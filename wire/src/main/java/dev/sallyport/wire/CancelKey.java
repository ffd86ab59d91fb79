package dev.sallyport.wire;

import io.netty.buffer.ByteBufUtil;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a client must show to cancel a query of a session: its process id and a secret. */
public final class CancelKey {
    private final int processId;
    private final byte[] secret;

    private CancelKey(int processId, byte[] secret) {
        if (!fits(secret.length)) {
            throw new IllegalArgumentException("a cancel key of " + secret.length + " bytes");
        }
        this.processId = processId;
        this.secret = secret;
    }

    public static CancelKey of(int processId, byte[] secret) {
        return new CancelKey(processId, secret.clone());
    }

    /** A new key: 4 bytes of secret for protocol 3.0, 32 for 3.2 as the server makes. */
    public static CancelKey random(int processId, int length, RandomGenerator random) {
        var secret = new byte[length];
        random.nextBytes(secret);
        return new CancelKey(processId, secret);
    }

    static boolean fits(int length) {
        return length >= FrameLimit.SHORTEST_CANCEL_KEY && length <= FrameLimit.LONGEST_CANCEL_KEY;
    }

    /** The rest of a body; a length that no key has fails it. */
    static CancelKey read(Body body) {
        var processId = body.integer();
        var secret = body.rest();
        if (!fits(secret.readableBytes())) {
            body.fail("has a secret shorter than 4 or longer than 256 bytes");
            return new CancelKey(0, new byte[FrameLimit.SHORTEST_CANCEL_KEY]);
        }
        return new CancelKey(processId, ByteBufUtil.getBytes(secret));
    }

    public int processId() {
        return processId;
    }

    byte[] secret() {
        return secret.clone();
    }

    /** Takes the same time wherever the secrets differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CancelKey key
                && key.processId == processId
                && MessageDigest.isEqual(key.secret, secret);
    }

    @Override
    public int hashCode() {
        return 31 * processId + Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return "CancelKey[processId=" + processId + "]";
    }
}
