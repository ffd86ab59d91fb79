package dev.sallyport.audit;

import java.util.Arrays;

/** The right edge of an RFC 6962 tree: enough to add leaves and to name the root. */
final class MerkleTree {
    private static final int LEVELS = Long.SIZE;

    private final Hash hash = new Hash();
    private final byte[][] complete = new byte[LEVELS][];
    private long size;

    long size() {
        return size;
    }

    /** Merges completed subtrees as a binary counter carries. */
    void add(byte[] leafHash) {
        var node = leafHash;
        int level = 0;
        for (; (size >>> level & 1) == 1; level++) {
            node = hash.node(complete[level], node);
        }
        complete[level] = node;
        size++;
    }

    void addAll(byte[] leafHashes, int length) {
        for (int at = 0; at < length; at += Hash.BYTES) {
            add(Arrays.copyOfRange(leafHashes, at, at + Hash.BYTES));
        }
    }

    byte[] root() {
        if (size == 0) {
            return Hash.sha256(new byte[0]);
        }
        int level = Long.numberOfTrailingZeros(size);
        var node = complete[level].clone();
        for (level++; level < LEVELS; level++) {
            if ((size >>> level & 1) == 1) {
                node = hash.node(complete[level], node);
            }
        }
        return node;
    }
}
