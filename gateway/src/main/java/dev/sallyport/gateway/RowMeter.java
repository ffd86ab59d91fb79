package dev.sallyport.gateway;

import dev.sallyport.audit.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Counts the rows that each person has taken lately, over all their sessions: by the minute, so
 * that a row counts for an hour or a day and up to a minute more. Sessions reserve rows in portions
 * and say afterwards how many they took. Safe from any thread.
 */
final class RowMeter {
    /** Longer than this nothing counts. */
    static final Duration MEMORY = Duration.ofDays(1).plusMinutes(1);

    /** People by rules; beyond it, who has taken nothing for a day is forgotten. */
    private static final int MOST = 100_000;

    /** Nobody takes more of what is left at once: sessions beside it find the rest. */
    private static final int SHARE = 16;

    private final Map<Key, Window> windows = new ConcurrentHashMap<>();

    private record Key(String login, String meter) {}

    /** The rows of one person under one rule, by minutes that had any. */
    private static final class Window {
        private final ArrayDeque<long[]> minutes = new ArrayDeque<>();

        /** A clock that is set back counts for the latest minute it has shown. */
        void add(long minute, long rows) {
            long[] last = minutes.peekLast();
            if (last == null || last[0] < minute) {
                minutes.addLast(new long[] {minute, rows});
            } else {
                last[1] += rows;
            }
            while (isOver(minutes.getFirst(), minute)) {
                minutes.removeFirst();
            }
        }

        /** Takes away what was added in that minute or, if none was, in the next that had any. */
        void takeBack(long minute, long rows) {
            for (long[] one : minutes) {
                if (one[0] >= minute) {
                    one[1] -= rows;
                    return;
                }
            }
        }

        long rows(long minute, int span) {
            long rows = 0;
            Iterator<long[]> latest = minutes.descendingIterator();
            while (latest.hasNext()) {
                long[] one = latest.next();
                if (one[0] < minute - span) {
                    break;
                }
                rows += one[1];
            }
            return rows;
        }

        /** The minute from which on the first of the rows that count counts no longer. */
        long free(long minute, int span) {
            return minutes.stream()
                            .filter(one -> one[0] >= minute - span && one[1] > 0)
                            .mapToLong(one -> one[0])
                            .findFirst()
                            .orElse(minute)
                    + span
                    + 1;
        }

        boolean isForgotten(long minute) {
            return minutes.isEmpty() || isOver(minutes.getLast(), minute);
        }

        private static boolean isOver(long[] one, long minute) {
            return one[0] < minute - MEMORY.toMinutes();
        }
    }

    /**
     * Rows that one session may take.
     *
     * @param at the minute they count for
     */
    record Portion(String meter, long rows, long at) {}

    /**
     * Reserves up to as many rows as are asked for; none where none are left.
     *
     * @param caps of one meter
     */
    Portion reserve(String login, List<Cap> caps, long asked, Instant now) {
        long minute = minute(now);
        String meter = caps.getFirst().meter();
        long granted =
                with(
                        login,
                        meter,
                        now,
                        window -> {
                            long least = asked;
                            for (Cap cap : caps) {
                                long left = cap.rows() - window.rows(minute, cap.span().minutes());
                                least = Math.min(least, left <= 0 ? 0 : Math.max(1, left / SHARE));
                            }
                            window.add(minute, least);
                            return least;
                        });
        return new Portion(meter, granted, minute);
    }

    /** So many of the rows that were reserved have been taken, up to now. */
    void settle(String login, Portion portion, long taken, Instant now) {
        with(
                login,
                portion.meter(),
                now,
                window -> {
                    window.takeBack(portion.at(), portion.rows());
                    window.add(minute(now), taken);
                    return 0;
                });
    }

    /** Rows were taken, whatever the limit. */
    void count(String login, String meter, long rows, Instant now) {
        with(
                login,
                meter,
                now,
                window -> {
                    window.add(minute(now), rows);
                    return 0;
                });
    }

    /** How many rows count now. */
    long taken(String login, Cap cap, Instant now) {
        return with(
                login, cap.meter(), now, window -> window.rows(minute(now), cap.span().minutes()));
    }

    /** When the first of them counts no longer. */
    Instant free(String login, Cap cap, Instant now) {
        long minute =
                with(
                        login,
                        cap.meter(),
                        now,
                        window -> window.free(minute(now), cap.span().minutes()));
        return Instant.EPOCH.plus(Duration.ofMinutes(minute));
    }

    private long with(String login, String meter, Instant now, ToLongFunction<Window> work) {
        if (windows.size() > MOST) {
            windows.values().removeIf(window -> window.isForgotten(minute(now)));
        }
        long[] answer = new long[1];
        windows.compute(
                new Key(login, meter),
                (_, known) -> {
                    Window window = known == null ? new Window() : known;
                    answer[0] = work.applyAsLong(window);
                    return window;
                });
        return answer[0];
    }

    private static long minute(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), Duration.ofMinutes(1).toSeconds());
    }

    /** Takes in what the record says. */
    void recall(Counted counted) {
        counted.meters()
                .forEach(meter -> count(counted.person(), meter, counted.rows(), counted.at()));
    }
}
