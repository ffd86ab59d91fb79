package dev.sallyport.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known about repeated query strings, by their normalised bytes. Bounded in entries and
 * bytes, allocates nothing on a lookup; for one thread.
 *
 * <p>Eight-way sets with re-reference ageing: a new entry is the first to go until it is asked for
 * again, so a flood of one-off statements replaces itself and not what is in use.
 *
 * @param <V> an immutable value: a {@link StatementReading}, or what a caller derives from it
 */
public final class StatementCache<V> {
    /** Longer texts are not kept: they seldom repeat and would crowd out a hundred others. */
    public static final int TEXT_BYTES = 64 << 10;

    /** Upper bound on entries, a power of two near ten thousand. */
    private static final int ENTRIES = 8192;

    /** Upper bound on the key bytes of all entries together. */
    static final int TOTAL_BYTES = 16 << 20;

    private static final int WAYS = 8;
    private static final byte OLDEST = 3;

    /** One new entry in so many starts younger, so that two newcomers cannot starve each other. */
    private static final int SPARED = 16;

    private final @Nullable Entry<V>[] slots = newSlots();
    private int bytes;
    private int additions;
    private int hand;

    /** One remembered text. */
    private static final class Entry<V> {
        private final long hash;
        private final byte[] key;
        private final V value;
        private byte age;

        Entry(long hash, byte[] key, V value, byte age) {
            this.hash = hash;
            this.key = key;
            this.value = value;
            this.age = age;
        }

        boolean is(long otherHash, byte[] text, int length) {
            return hash == otherHash && Arrays.equals(key, 0, key.length, text, 0, length);
        }
    }

    /** The value kept for the text last normalised, or null. */
    public @Nullable V find(Normaliser normalised) {
        return find(normalised.bytes(), normalised.length(), normalised.hash());
    }

    /** The value kept for these bytes, or null. */
    public @Nullable V find(byte[] text, int length, long hash) {
        int set = setOf(hash);
        for (int slot = set; slot < set + WAYS; slot++) {
            Entry<V> entry = slots[slot];
            if (entry != null && entry.is(hash, text, length)) {
                entry.age = 0;
                return entry.value;
            }
        }
        return null;
    }

    /** Keeps a value for the text last normalised, unless the text is too long. */
    public void keep(Normaliser normalised, V value) {
        keep(normalised.bytes(), normalised.length(), normalised.hash(), value);
    }

    /** Keeps a value for these bytes, which are copied, unless they are too long. */
    public void keep(byte[] text, int length, long hash, V value) {
        if (length > TEXT_BYTES || !makeRoom(length)) {
            return;
        }
        int slot = slotFor(setOf(hash), hash, text, length);
        drop(slot);
        byte age = additions++ % SPARED == 0 ? OLDEST - 1 : OLDEST;
        slots[slot] = new Entry<>(hash, Arrays.copyOf(text, length), value, age);
        bytes += length;
    }

    /** Forgets everything, for instance when what values were derived from has changed. */
    public void clear() {
        Arrays.fill(slots, null);
        bytes = 0;
    }

    private int slotFor(int set, long hash, byte[] text, int length) {
        int free = -1;
        for (int slot = set; slot < set + WAYS; slot++) {
            Entry<V> entry = slots[slot];
            if (entry == null) {
                free = slot;
            } else if (entry.is(hash, text, length)) {
                return slot;
            }
        }
        return free >= 0 ? free : oldest(set);
    }

    private int oldest(int set) {
        while (true) {
            for (int slot = set; slot < set + WAYS; slot++) {
                if (ageAt(slot) >= OLDEST) {
                    return slot;
                }
            }
            for (int slot = set; slot < set + WAYS; slot++) {
                grow(slot);
            }
        }
    }

    /** Long texts have used the byte budget: the hand ages and drops a stretch of slots. */
    private boolean makeRoom(int length) {
        for (int step = 0; bytes + length > TOTAL_BYTES && step < slots.length; step++) {
            if (ageAt(hand) >= OLDEST) {
                drop(hand);
            } else {
                grow(hand);
            }
            hand = (hand + 1) % slots.length;
        }
        return bytes + length <= TOTAL_BYTES;
    }

    int bytes() {
        return bytes;
    }

    private int ageAt(int slot) {
        Entry<V> entry = slots[slot];
        return entry == null ? 0 : entry.age;
    }

    private void grow(int slot) {
        Entry<V> entry = slots[slot];
        if (entry != null) {
            entry.age++;
        }
    }

    private void drop(int slot) {
        Entry<V> entry = slots[slot];
        if (entry != null) {
            bytes -= entry.key.length;
            slots[slot] = null;
        }
    }

    private static int setOf(long hash) {
        return (int) (hash >>> 32) & (ENTRIES - WAYS);
    }

    @SuppressWarnings("unchecked")
    private static <V> @Nullable Entry<V>[] newSlots() {
        return (@Nullable Entry<V>[]) new Entry<?>[ENTRIES];
    }
}
