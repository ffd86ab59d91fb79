package dev.sallyport.app;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was started, stopped in the reverse order, each even when another will not stop. */
final class Running implements Closeable {
    private final Deque<Closeable> started = new ArrayDeque<>();
    private boolean closed;

    /** Too late when the end has come in the meantime: stopped at once, and refused. */
    synchronized <T extends Closeable> T add(T thing) throws IOException {
        if (closed) {
            thing.close();
            throw new IOException("stopping");
        }
        started.push(thing);
        return thing;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        IOException first = null;
        while (!started.isEmpty()) {
            first = closeOne(started.pop(), first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable IOException closeOne(Closeable thing, @Nullable IOException first) {
        try {
            thing.close();
            return first;
        } catch (IOException e) {
            return first == null ? e : first;
        }
    }
}
