package dev.sallyport.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the record says of rows that count towards limits: the meter that no restart sets back.
 *
 * @param person who took them
 * @param meters what they count for
 */
public record Counted(Instant at, String person, List<String> meters, long rows) {
    private static final Pattern EVENT =
            Pattern.compile(
                    "\"ts\":\"([^\"]+)\",\"type\":\"statement\",\"phase\":\"counted\",\"actor\":\\{\"sub\":"
                            + Json.STRING
                            + ".*\"count\":\\{\"for\":\\[(.*)\\],\"rows\":(\\d+)\\}\\}");
    private static final Pattern METER = Pattern.compile(Json.STRING);

    public Counted {
        meters = List.copyOf(meters);
    }

    /**
     * Empty where the event is about something else.
     *
     * @param event its canonical bytes
     */
    public static Optional<Counted> in(String event) {
        if (!event.contains("\"phase\":\"counted\"")) {
            return Optional.empty();
        }
        Matcher found = EVENT.matcher(event);
        return found.find()
                ? Optional.of(
                        new Counted(
                                Instant.parse(found.group(1)),
                                Json.plain(found.group(2)),
                                METER.matcher(found.group(3))
                                        .results()
                                        .map(meter -> Json.plain(meter.group(1)))
                                        .toList(),
                                Long.parseLong(found.group(4))))
                : Optional.empty();
    }
}
