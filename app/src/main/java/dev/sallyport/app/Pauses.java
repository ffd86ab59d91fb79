package dev.sallyport.app;

import java.time.Duration;

/** Waits between two looks, on a thread that nobody else needs. */
final class Pauses {
    private Pauses() {}

    /** Answers whether to go on; not where the thread is to end. */
    static boolean pause(Duration length) {
        try {
            Thread.sleep(length);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
