package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads the instant at which something written ends, or at which something imagined happens. */
final class Ends {
    /** What PostgreSQL and people write in four digits. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final Problems problems;

    Ends(Problems problems) {
        this.problems = problems;
    }

    /**
     * @param instead what to write instead of what is no date
     */
    Optional<Instant> read(Yaml.Scalar word, String instead) {
        try {
            Instant instant = instant(word.text());
            if (instant.isBefore(LAST) && instant.isAfter(Instant.EPOCH)) {
                return Optional.of(instant);
            }
        } catch (DateTimeParseException notADate) {
            // Reported below together with a date nobody means.
        }
        problems.add(word.place(), SP1004, Words.quoted(word.text()) + " is not a date", instead);
        return Optional.empty();
    }

    /** A date begins in UTC, whatever the machine's zone, so that all machines agree. */
    private static Instant instant(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
    }
}
