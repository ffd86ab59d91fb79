package dev.sallyport.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The tables of RFC 3454. They describe Unicode 3.2 and never change, unlike the JDK's own: a
 * character assigned since then is what makes PostgreSQL leave a password as it is.
 */
enum StringPrep {
    NON_ASCII_SPACE,
    MAPPED_TO_NOTHING,
    PROHIBITED,
    UNASSIGNED,
    RIGHT_TO_LEFT,
    LEFT_TO_RIGHT;

    private static final Map<String, NavigableMap<Integer, Integer>> TABLES = load();

    boolean contains(int codePoint) {
        var range = Objects.requireNonNull(TABLES.get(name())).floorEntry(codePoint);
        return range != null && codePoint <= range.getValue();
    }

    private static Map<String, NavigableMap<Integer, Integer>> load() {
        var tables = new HashMap<String, NavigableMap<Integer, Integer>>();
        var stream = Objects.requireNonNull(StringPrep.class.getResourceAsStream("stringprep.txt"));
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            var ranges = new TreeMap<Integer, Integer>();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("[")) {
                    ranges = new TreeMap<>();
                    tables.put(line.substring(1, line.indexOf(']')), ranges);
                } else if (!line.startsWith("#")) {
                    add(line, ranges);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    private static void add(String line, NavigableMap<Integer, Integer> ranges) {
        for (var range : line.split(" ", -1)) {
            var dash = range.indexOf('-');
            var first = dash < 0 ? range : range.substring(0, dash);
            var last = dash < 0 ? range : range.substring(dash + 1);
            ranges.put(Integer.parseInt(first, 16), Integer.parseInt(last, 16));
        }
    }
}
