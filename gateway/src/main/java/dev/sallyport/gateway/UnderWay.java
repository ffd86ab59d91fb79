package dev.sallyport.gateway;

import java.time.Duration;

/** Counts what a gateway that stops waits for. Safe from any thread. */
final class UnderWay {
    private int count;

    synchronized void begins() {
        count++;
    }

    synchronized void ends() {
        count--;
        notifyAll();
    }

    /** Waits until nothing is under way, for this long at most. */
    synchronized void awaitNothing(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toMillis(); count > 0 && left > 0; ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
