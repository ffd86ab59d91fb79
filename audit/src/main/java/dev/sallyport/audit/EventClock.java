package dev.sallyport.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** RFC 3339 UTC microseconds that rise strictly whatever the wall clock does. */
final class EventClock {
    static final int TEXT_BYTES = "2026-11-21T04:00:00.000000Z".length();

    private static final long MICROS = 1_000_000;
    private static final int FRACTION_AT = "2026-11-21T04:00:00.".length();
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.000000Z'").withZone(ZoneOffset.UTC);

    private final InstantSource wall;
    private final byte[] text = new byte[TEXT_BYTES];
    private long last;
    private long second = Long.MIN_VALUE;

    /**
     * @param last microseconds of the log's last event: the next one is later, also after a restart
     */
    EventClock(InstantSource wall, long last) {
        this.wall = wall;
        this.last = last;
    }

    /**
     * The hybrid logical clock rule: max(wall, last + 1 µs). The array is overwritten next time.
     */
    byte[] tick() {
        last = Math.max(micros(wall.instant()), last + 1);
        if (last / MICROS != second) {
            second = last / MICROS;
            System.arraycopy(
                    Json.utf8(SECOND.format(Instant.ofEpochSecond(second))),
                    0,
                    text,
                    0,
                    TEXT_BYTES);
        }
        int rest = (int) (last % MICROS);
        for (int at = TEXT_BYTES - 2; at >= FRACTION_AT; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return text;
    }

    static long micros(Instant instant) {
        return Math.max(0, instant.getEpochSecond() * MICROS + instant.getNano() / 1_000);
    }
}
