package dev.sallyport.gateway;

import dev.sallyport.wire.Outgoing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Result bytes that wait for their record: let go in order, each part once the record it needs is
 * durable. Confined to the session's event loop.
 */
final class Escrow {
    /** Bytes held back before the database is asked to pause; two windows and some change. */
    static final int FULL = 4 * ResultRelay.WINDOW;

    /** Most results of one row fit. */
    private static final int SMALLEST = 256;

    private record Part(long needs, ByteBuf bytes) {}

    private final Channel client;
    private final ArrayDeque<Part> sealed = new ArrayDeque<>(4);
    private @Nullable ByteBuf open;
    private long held;
    private boolean discarded;

    Escrow(Channel client) {
        this.client = client;
    }

    /** Takes {@code length} bytes from the index of the source. */
    void add(ByteBuf source, int index, int length) {
        add(source, index, length, length);
    }

    /**
     * The same, a part of more.
     *
     * @param room for what may follow
     */
    void add(ByteBuf source, int index, int length, int room) {
        if (discarded) {
            return;
        }
        open(room).writeBytes(source, index, length);
        held += length;
    }

    /** Takes a message of our own. */
    void add(Outgoing message) {
        if (discarded) {
            return;
        }
        ByteBuf out = open(SMALLEST);
        int before = out.writerIndex();
        message.write(out);
        held += out.writerIndex() - before;
    }

    private ByteBuf open(int length) {
        ByteBuf out = open;
        if (out == null) {
            out = client.alloc().ioBuffer(Math.max(length, SMALLEST));
            open = out;
        }
        return out;
    }

    /** Bytes not yet bound to a record. */
    int unsealed() {
        return open == null ? 0 : open.readableBytes();
    }

    boolean isFull() {
        return held > FULL;
    }

    boolean isEmpty() {
        return held == 0;
    }

    /** Binds everything added so far to the record with this index; -1 needs none. */
    void seal(long needs) {
        if (open != null) {
            sealed.add(new Part(needs, open));
            open = null;
        }
    }

    /** The index that the next part waits for, or -1. */
    long waitsFor() {
        Part next = sealed.peek();
        return next == null ? -1 : next.needs();
    }

    /** Writes and flushes every part whose record is among the first {@code durable}. */
    void release(long durable) {
        boolean wrote = false;
        for (Part next = sealed.peek();
                next != null && next.needs() < durable;
                next = sealed.peek()) {
            sealed.remove();
            held -= next.bytes().readableBytes();
            client.write(next.bytes(), client.voidPromise());
            wrote = true;
        }
        if (wrote) {
            client.flush();
        }
    }

    /** Lets go of the memory; nothing more is taken, nothing more reaches the client. */
    void discard() {
        discarded = true;
        sealed.forEach(part -> part.bytes().release());
        sealed.clear();
        if (open != null) {
            open.release();
            open = null;
        }
        held = 0;
    }
}
