package dev.sallyport.policy.explain;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Instants as people write them: a date where a day begins in UTC, else the whole instant. */
final class Moment {
    private Moment() {}

    static String words(Instant instant) {
        return instant.equals(instant.truncatedTo(ChronoUnit.DAYS))
                ? instant.atZone(ZoneOffset.UTC).toLocalDate().toString()
                : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 2026-10-01} or {@code 2026-10-01T12:00:00Z}. */
    static Optional<Instant> read(String text) {
        try {
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
