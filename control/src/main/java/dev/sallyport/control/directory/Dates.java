package dev.sallyport.control.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the dates known ahead: who starts, who ends, and whose account is kept no longer; the same
 * of programs.
 */
final class Dates {
    private static final String ACTOR = "clock";

    private final DirectoryWork work;
    private final People people;
    private final Programs programs;
    private final Optional<Duration> keepAccounts;

    Dates(DirectoryWork work, People people, Programs programs, Optional<Duration> keepAccounts) {
        this.work = work;
        this.people = people;
        this.programs = programs;
        this.keepAccounts = keepAccounts;
    }

    void keep(Instant now) {
        if (people.hasDue(now)) {
            keep("a date of the employment", people::keepDates);
        }
        if (programs.hasDue(now)) {
            keep("a date of the program", programs::keepDates);
        }
        keepAccounts.map(now::minus).filter(people::hasKeptTooLong).ifPresent(this::removeAccounts);
    }

    private void removeAccounts(Instant leftBefore) {
        keep(
                "the account was kept long enough",
                change -> people.removeAccounts(change, leftBefore));
    }

    private void keep(String reason, Consumer<Change> step) {
        work.change(
                ACTOR,
                reason,
                change -> {
                    step.accept(change);
                    return true;
                });
    }
}
