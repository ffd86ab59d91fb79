package dev.sallyport.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From when on something is asked. */
public sealed interface Since {
    /** A span such as {@code 7d} before now, or an instant. */
    static Optional<Since> of(String word) {
        Matcher span = SPAN.matcher(word);
        if (span.matches()) {
            long count = Long.parseLong(span.group(1));
            return Optional.of(
                    new Ago(
                            switch (span.group(2)) {
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofDays(count);
                            }));
        }
        try {
            return Optional.of(new At(Instant.parse(word)));
        } catch (DateTimeParseException unknown) {
            return Optional.empty();
        }
    }

    Pattern SPAN = Pattern.compile("([0-9]{1,4})([mhd])");

    /** The instant, as seen from another. */
    Instant before(Instant now);

    /** A length of time. */
    record Ago(Duration length) implements Since {
        @Override
        public Instant before(Instant now) {
            return now.minus(length);
        }
    }

    /** An instant. */
    record At(Instant instant) implements Since {
        @Override
        public Instant before(Instant now) {
            return instant;
        }
    }
}
