package dev.sallyport.control.directory;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the one who applies the directory that there is a newer one; any number of rings is one.
 */
public final class Bell {
    private final BlockingQueue<Boolean> rung = new ArrayBlockingQueue<>(1);

    /** Rung once at the start: what the doors know then is not known. */
    private final AtomicBoolean wanted = new AtomicBoolean(true);

    void ring() {
        wanted.set(true);
        rung.offer(true);
    }

    /** Without waking anybody: what failed now would fail at once again. */
    void want() {
        wanted.set(true);
    }

    boolean isWanted() {
        return wanted.get();
    }

    /** Whoever rings from now on wants another. */
    void answer() {
        wanted.set(false);
    }

    void await(Duration longest) throws InterruptedException {
        rung.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    }
}
