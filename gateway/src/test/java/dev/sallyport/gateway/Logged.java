package dev.sallyport.gateway;

import dev.sallyport.audit.LogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the record says, one line per event. */
final class Logged {
    private static final Pattern FIELDS =
            Pattern.compile(
                    "\"type\":\"([a-z.]+)\"|\"phase\":\"(\\w+)\"|\"text\":\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\""
                            + "|\"st\":\"(\\w+)\"|\"rows\":(\\d+)|\"code\":\"(\\w+)\"");

    /** How long a session's end may take to reach the record. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private Logged() {}

    static List<String> events(Path folder) {
        try (Stream<LogReader.LoggedEvent> events = LogReader.read(folder.resolve("audit"))) {
            return events.map(LogReader.LoggedEvent::json).toList();
        }
    }

    /** The events about statements after the first {@code skip}, in short. */
    static List<String> statements(Path folder, int skip) {
        return events(folder).stream()
                .skip(skip)
                .filter(event -> event.contains("\"text\":"))
                .map(Logged::brief)
                .toList();
    }

    /** Such as {@code done select ? ok 1}. */
    static String brief(String event) {
        StringBuilder brief = new StringBuilder();
        Matcher fields = FIELDS.matcher(event);
        while (fields.find()) {
            for (int group = 1; group <= fields.groupCount(); group++) {
                if (fields.group(group) != null) {
                    brief.append(brief.isEmpty() ? "" : " ").append(fields.group(group));
                }
            }
        }
        return brief.toString();
    }

    /** Whether these bytes stand anywhere in the folder. */
    static boolean holds(Path folder, String bytes) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).anyMatch(file -> contains(file, bytes));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean contains(Path file, String bytes) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asks again and again, for a bounded time. */
    static boolean soon(BooleanSupplier fact) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(20_000_000L);
        }
        return true;
    }
}
