package dev.sallyport.audit;

import java.nio.ByteBuffer;

/**
 * Stands in the record for a subject: 128 bits that say nothing to whoever has not the key. The
 * same key value under the same name is always the same pseudonym.
 */
public record Pseudonym(long high, long low) implements Comparable<Pseudonym> {
    /** A collision among a thousand million subjects is less likely than one in 10^20. */
    static final int BYTES = 16;

    @Override
    public int compareTo(Pseudonym other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    void write(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }
}
