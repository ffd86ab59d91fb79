package dev.sallyport.audit;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 as RFC 6962 uses it: leaves and nodes in separate domains. Not for two threads. */
final class Hash {
    static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = newDigest();

    static byte[] sha256(byte[] bytes) {
        return newDigest().digest(bytes);
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** RFC 6962 2.1: the hash of a leaf is SHA-256(0x00 || bytes). */
    void leaf(byte[] bytes, int offset, int length, byte[] target, int at) {
        digest.update(LEAF);
        digest.update(bytes, offset, length);
        finish(target, at);
    }

    /** RFC 6962 2.1: the hash of a node is SHA-256(0x01 || left || right). */
    byte[] node(byte[] left, byte[] right) {
        digest.update(NODE);
        digest.update(left);
        digest.update(right);
        return digest.digest();
    }

    private void finish(byte[] target, int at) {
        try {
            digest.digest(target, at, BYTES);
        } catch (DigestException tooSmall) {
            throw new IllegalArgumentException("no room for a hash", tooSmall);
        }
    }
}
