package dev.sallyport.gateway;

import java.time.Duration;

/**
 * How fast one session may be refused: nobody tries out names and rules at the speed of the
 * machine. Every refusal is still answered and recorded. Confined to the session's event loop.
 */
final class DenialPace {
    /** What a person mistypes, and what a desktop tool looks around for as it opens. */
    static final int AT_ONCE = 20;

    /** In this time one refusal is forgotten. */
    static final Duration FORGIVEN = Duration.ofMillis(500);

    /** Longer than a person minds, and long enough to make a search of names pointless. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    /** The first wait that is felt; each further refusal doubles it. */
    private static final long SHORTEST_MILLIS = 50;

    private double level;
    private long last;
    private long until;

    /** What follows from one more refusal. */
    enum Pace {
        AS_BEFORE,
        /** For the first time in this session. */
        FIRST_SLOWED,
        SLOWED
    }

    /**
     * Takes a refusal in.
     *
     * @param now in milliseconds, as the next question will have it
     */
    Pace denied(long now) {
        boolean first = until == 0;
        level = level(now) + 1;
        last = now;
        if (level <= AT_ONCE) {
            return Pace.AS_BEFORE;
        }
        int doublings = (int) Math.min(level - AT_ONCE, Long.SIZE / 2);
        until = now + Math.min(LONGEST.toMillis(), SHORTEST_MILLIS << doublings);
        return first ? Pace.FIRST_SLOWED : Pace.SLOWED;
    }

    /** Whether the next refusal is one too many. */
    boolean isOften(long now) {
        return level(now) + 1 > AT_ONCE;
    }

    private double level(long now) {
        return Math.max(0, level - (now - last) / (double) FORGIVEN.toMillis());
    }

    /** Whether it ever has: a look at the clock for each message is saved for nearly everybody. */
    boolean isSlowing() {
        return until != 0;
    }

    /** How long nothing more is taken from the client, in milliseconds; 0 where it may go on. */
    long left(long now) {
        return Math.max(0, until - now);
    }
}
