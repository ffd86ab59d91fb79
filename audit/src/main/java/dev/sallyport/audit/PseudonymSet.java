package dev.sallyport.audit;

import java.util.Arrays;
import java.util.List;

/**
 * Pseudonyms, each once, without an object for each: a large export adds one for every row. Not for
 * two threads.
 */
public final class PseudonymSet {
    /** Most results are of few; a power of two. */
    private static final int FEWEST = 16;

    /** Half of the slots are free. Two zeros are a free slot: no pseudonym is, by 2^-128. */
    private long[] high = new long[FEWEST];

    private long[] low = new long[FEWEST];
    private int size;

    /** Answers whether it was not there. */
    boolean add(long itsHigh, long itsLow) {
        int slot = slot(high, low, itsHigh, itsLow);
        if (high[slot] == itsHigh && low[slot] == itsLow) {
            return false;
        }
        high[slot] = itsHigh;
        low[slot] = itsLow;
        size++;
        if (size * 2 > high.length) {
            grow();
        }
        return true;
    }

    /** Where it stands, or could. */
    private static int slot(long[] high, long[] low, long itsHigh, long itsLow) {
        int mask = high.length - 1;
        int slot = (int) itsHigh & mask;
        while ((high[slot] | low[slot]) != 0 && (high[slot] != itsHigh || low[slot] != itsLow)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] wideHigh = new long[high.length * 2];
        long[] wideLow = new long[high.length * 2];
        for (int i = 0; i < high.length; i++) {
            if ((high[i] | low[i]) != 0) {
                int slot = slot(wideHigh, wideLow, high[i], low[i]);
                wideHigh[slot] = high[i];
                wideLow[slot] = low[i];
            }
        }
        high = wideHigh;
        low = wideLow;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** All of them, as good as sorted: {@link Subjects} has next to nothing left to do. */
    public List<Pseudonym> list() {
        int slots = high.length - 1;
        long[] order = new long[size];
        int count = 0;
        for (int i = 0; i <= slots; i++) {
            if ((high[i] | low[i]) != 0) {
                order[count++] = ((high[i] ^ Long.MIN_VALUE) & ~(long) slots) | i;
            }
        }
        Arrays.sort(order);
        var sorted = new Pseudonym[size];
        for (int i = 0; i < size; i++) {
            int slot = (int) order[i] & slots;
            sorted[i] = new Pseudonym(high[slot], low[slot]);
        }
        return List.of(sorted);
    }

    /** Starts over; what was large is let go. */
    public void clear() {
        if (high.length > FEWEST) {
            high = new long[FEWEST];
            low = new long[FEWEST];
        } else {
            Arrays.fill(high, 0);
            Arrays.fill(low, 0);
        }
        size = 0;
    }
}
