package dev.sallyport.audit;

import java.time.Duration;

/**
 * Whether the disk forces so fast that a thread with other things to do may wait for it; judged by
 * how long such threads waited last. Guarded by the committer's lock.
 */
final class Promptness {
    /** A force this long is a stall: whoever had to wait for it does not try again soon. */
    static final Duration STALL = Duration.ofMillis(5);

    /**
     * Longer than this on average, a loop does more in that time than a switch of threads costs.
     */
    static final Duration PROMPT = Duration.ofNanos(300_000);

    /**
     * How long only the committer waits after that; a stalling disk costs a loop one force in it.
     */
    static final Duration APART = Duration.ofSeconds(1);

    /** The last force weighs one part in so many of the average. */
    private static final int WEIGHT = 16;

    private long average;
    private long apartUntil;

    /**
     * @param now of {@link System#nanoTime()}, as everywhere here
     */
    Promptness(long now) {
        this.apartUntil = now;
    }

    boolean isPrompt(long now) {
        return now - apartUntil >= 0;
    }

    void took(long nanos, long now) {
        average += (nanos - average) / WEIGHT;
        if (nanos > STALL.toNanos() || average > PROMPT.toNanos()) {
            average = 0;
            apartUntil = now + APART.toNanos();
        }
    }
}
