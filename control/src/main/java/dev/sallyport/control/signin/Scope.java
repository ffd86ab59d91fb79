package dev.sallyport.control.signin;

import java.time.Duration;
import java.time.Instant;

/**
 * What failures are counted of, and how that slows whom. Nobody but who sits where a person signs
 * in, or knows the password, makes that person wait there.
 */
enum Scope {
    /** A login from where it never signed in: five are typing mistakes, then it is guessing. */
    NEW_PLACE(5, Duration.ofMinutes(15), 0),
    /** A login from where it signs in: a colleague's guesses cost its owner half a minute. */
    KNOWN_PLACE(10, Duration.ofSeconds(30), 0),
    /** All logins from one network that are new there: many people can be behind one address. */
    SOURCE(20, Duration.ofMinutes(1), 20),
    /** A login from everywhere: it is told of, and slows nobody. */
    LOGIN(Integer.MAX_VALUE, Duration.ZERO, 10),
    /** Wrong codes after the right password, from all places that are new: 24 a day at most. */
    CODE_ELSEWHERE(5, Duration.ofHours(1), 3),
    /** The same from one place where the login signs in: 288 a day of a million. */
    CODE_HERE(5, Duration.ofMinutes(5), 3),
    /**
     * Answers of a login's passkeys from one network, and of passkeys nobody has: who knows none of
     * somebody's makes that person wait nowhere.
     */
    PASSKEY(10, Duration.ofMinutes(1), 10);

    /** More doublings than any limit has. */
    private static final int DOUBLINGS = 20;

    private final int free;
    private final Duration longest;
    private final int alarm;

    Scope(int free, Duration longest, int alarm) {
        this.free = free;
        this.longest = longest;
        this.alarm = alarm;
    }

    /** When the next attempt is heard after so many failures: twice as long each time. */
    Instant next(int failures, Instant now) {
        if (failures <= free) {
            return now;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(failures - free, DOUBLINGS));
        return now.plus(wait.compareTo(longest) < 0 ? wait : longest);
    }

    /** Told at the first such count and each time it doubles, so that an attack is no flood. */
    boolean isAlarming(int failures) {
        return alarm > 0
                && failures >= alarm
                && failures % alarm == 0
                && Integer.bitCount(failures / alarm) == 1;
    }
}
