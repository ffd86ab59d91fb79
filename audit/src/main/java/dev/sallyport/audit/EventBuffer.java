package dev.sallyport.audit;

import java.util.Arrays;

/** Encoded events waiting for the committer, each behind the gap its frame header will fill. */
final class EventBuffer {
    private final byte[] bytes;
    private int position;
    private int start;
    private int count;

    EventBuffer(int capacity) {
        if (capacity < Frame.MAX_BYTES) {
            throw new IllegalArgumentException("a buffer holds at least one event");
        }
        this.bytes = new byte[capacity];
    }

    boolean roomForOne() {
        return bytes.length - position >= Frame.MAX_BYTES;
    }

    int count() {
        return count;
    }

    int length() {
        return position;
    }

    byte[] bytes() {
        return bytes;
    }

    void clear() {
        position = 0;
        count = 0;
    }

    void begin() {
        start = position;
        position += Frame.HEADER_BYTES;
    }

    void end() {
        Frame.reserve(bytes, start, position - start - Frame.HEADER_BYTES);
        count++;
    }

    /** Forgets the event begun: its encoder failed, and only its statement is refused. */
    void abandon() {
        position = start;
    }

    EventBuffer raw(byte[] text) {
        require(text.length);
        System.arraycopy(text, 0, bytes, position, text.length);
        position += text.length;
        return this;
    }

    EventBuffer ascii(String text) {
        int length = text.length();
        require(length);
        for (int i = 0; i < length; i++) {
            bytes[position + i] = (byte) text.charAt(i);
        }
        position += length;
        return this;
    }

    /** A count: never negative. */
    EventBuffer number(long value) {
        int digits = digits(value);
        require(digits);
        long rest = value;
        for (int at = position + digits - 1; at >= position; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        position += digits;
        return this;
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private void require(int more) {
        if (position + more - start > Frame.MAX_BYTES) {
            throw AuditUnavailable.because(
                    "the event is longer than " + Frame.MAX_PAYLOAD + " bytes",
                    "use shorter names and fewer roles");
        }
    }

    private static int digits(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a count below zero");
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
