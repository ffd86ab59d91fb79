package dev.sallyport.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 15m}, {@code 8h}, {@code 90d}. */
public record Span(Duration length) implements Comparable<Span> {
    /** Longer than any assignment, review or session is planned for. */
    static final Duration LONGEST = Duration.ofDays(3_650);

    private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    public Span {
        if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a span of no time or of more than ten years");
        }
    }

    /** Empty where it is not a number with {@code s}, {@code m}, {@code h} or {@code d}. */
    static Optional<Span> of(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        Duration length =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return length.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(new Span(length));
    }

    @Override
    public int compareTo(Span other) {
        return length.compareTo(other.length);
    }

    /** In the largest unit that divides it. */
    @Override
    public String toString() {
        long seconds = length.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
