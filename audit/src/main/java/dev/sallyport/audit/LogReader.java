package dev.sallyport.audit;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the events of a folder in their order, also behind a live writer; checks no signature. */
public final class LogReader {

    /**
     * An event as it stands in the log.
     *
     * @param json its canonical bytes as text
     */
    public record LoggedEvent(long index, String json) {}

    private LogReader() {}

    /**
     * The events, read as they are asked for; close the stream where it is not read to its end.
     *
     * @throws Refused by the stream, where a damaged event stands in its way
     */
    public static Stream<LoggedEvent> read(Path directory) {
        return read(directory, Instant.MIN);
    }

    /**
     * The same without files whose events are all from before the instant, by the time of the first
     * event of the file that follows; the time of a file itself is nothing that is signed.
     */
    public static Stream<LoggedEvent> read(Path directory, Instant since) {
        try {
            var segments = segments(directory);
            long first = 0;
            while (segments.size() > 1 && begins(segments.higherEntry(first), since)) {
                segments.pollFirstEntry();
                first = segments.firstKey();
            }
            return stream(new Cursor(segments.values().iterator(), first, first));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The same from an event on; what is before it is passed over and not checked. None where the
     * log has not come so far.
     */
    public static Stream<LoggedEvent> read(Path directory, long from) {
        try {
            var segments = segments(directory);
            Long floor = segments.floorKey(from);
            long first = floor == null ? 0 : floor;
            var wanted = segments.tailMap(first, true).values().iterator();
            return stream(new Cursor(wanted, first, from)).dropWhile(event -> event.index() < from);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static NavigableMap<Long, Path> segments(Path directory) throws IOException {
        var segments = new LogFolder(directory).list().segments();
        if (segments.isEmpty()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP5003,
                            "`" + directory + "` holds no record",
                            "give the folder the gateway writes its record to"));
        }
        return segments;
    }

    private static Stream<LoggedEvent> stream(Cursor cursor) {
        return StreamSupport.stream(cursor, false).onClose(cursor::close);
    }

    /** Whether the first event of a segment is not behind the instant. */
    private static boolean begins(Map.Entry<Long, Path> segment, Instant since) throws IOException {
        long first = segment.getKey();
        try (var reader = SegmentReader.joining(segment.getValue(), first, first)) {
            return reader.next() == SegmentReader.Step.EVENT
                    && EventWriter.timeOf(reader.json()).stream()
                            .mapToObj(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                            .anyMatch(time -> !time.isAfter(since));
        }
    }

    /** Where a reading stands. */
    private static final class Cursor extends AbstractSpliterator<LoggedEvent> {
        private final Iterator<Path> segments;
        private @Nullable SegmentReader reader;
        private long next;
        private long chain;

        Cursor(Iterator<Path> segments, long first, long from) throws IOException {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.segments = segments;
            this.next = first;
            if (from > 0) {
                this.reader = SegmentReader.joining(segments.next(), first, from);
                this.next = reader.index();
            }
        }

        @Override
        public boolean tryAdvance(Consumer<? super LoggedEvent> action) {
            try {
                var open = reader;
                while (open != null || segments.hasNext()) {
                    open = open == null ? new SegmentReader(segments.next(), next, chain) : open;
                    reader = open;
                    if (advance(open, action)) {
                        return true;
                    }
                    close();
                    open = null;
                }
                return false;
            } catch (IOException failure) {
                close();
                throw new UncheckedIOException(failure);
            }
        }

        void close() {
            try {
                if (reader != null) {
                    reader.close();
                }
                reader = null;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private boolean advance(SegmentReader from, Consumer<? super LoggedEvent> action)
                throws IOException {
            return switch (from.next()) {
                case EVENT -> {
                    chain = from.chain();
                    var json = new String(from.json(), StandardCharsets.UTF_8);
                    action.accept(new LoggedEvent(next++, json));
                    yield true;
                }
                case END, TORN -> false;
                case BAD -> {
                    close();
                    throw new Refused(
                            Problem.of(
                                    ProblemCode.SP5002,
                                    "event " + next + " cannot be read: " + from.what(),
                                    "run `sallyport audit verify`"));
                }
            };
        }
    }
}
