package dev.sallyport.control.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps the dates known ahead: who starts, who ends, and whose account is kept no longer. */
final class Dates {
    private static final String ACTOR = "clock";

    private final DirectoryWork work;
    private final People people;
    private final Optional<Duration> keepAccounts;

    Dates(DirectoryWork work, People people, Optional<Duration> keepAccounts) {
        this.work = work;
        this.people = people;
        this.keepAccounts = keepAccounts;
    }

    void keep(Instant now) {
        if (people.hasDue(now)) {
            work.change(
                    ACTOR,
                    "a date of the employment",
                    change -> {
                        people.keepDates(change);
                        return true;
                    });
        }
        keepAccounts.map(now::minus).filter(people::hasKeptTooLong).ifPresent(this::removeAccounts);
    }

    private void removeAccounts(Instant leftBefore) {
        work.change(
                ACTOR,
                "the account was kept long enough",
                change -> {
                    people.removeAccounts(change, leftBefore);
                    return true;
                });
    }
}
