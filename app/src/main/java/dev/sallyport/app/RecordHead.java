package dev.sallyport.app;

import dev.sallyport.audit.Remembered;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far the deployment's record has come and which keys it was written with, kept apart from it:
 * whose record is gone is told, and does not get another one unasked.
 *
 * @param events at least so many it had
 * @param keys what {@link LastingKeys} are known by
 */
record RecordHead(Path file, long events, SortedMap<String, String> keys) {
    private static final String FILE = "record.head";
    private static final Pattern TEXT =
            Pattern.compile(
                    "sallyport-record 1\nevents (\\d{1,18})\n((?:key [a-z-]+ [0-9a-f]{32}\n)*)");

    RecordHead {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }

    /**
     * Of nothing where there is no file: of a deployment that begins, or whose operator removed it.
     *
     * @throws Refused SP5003 where it cannot be understood
     */
    static RecordHead in(Keys keys) throws IOException {
        Path file = keys.file(FILE);
        if (!Files.exists(file)) {
            return new RecordHead(file, 0, Collections.emptySortedMap());
        }
        Matcher text = TEXT.matcher(Files.readString(file));
        if (!text.matches()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP5003,
                            "`" + file + "`, which says how far the record is, cannot be read",
                            "put it back from the backup; to go on without it, remove it"));
        }
        return new RecordHead(
                file,
                Long.parseLong(text.group(1)),
                text.group(2)
                        .lines()
                        .map(line -> line.split(" ", -1))
                        .collect(
                                Collectors.toMap(
                                        words -> words[1],
                                        words -> words[2],
                                        (one, other) -> other,
                                        TreeMap::new)));
    }

    /** The same, with what keys are known by from here on. */
    RecordHead with(SortedMap<String, String> known) {
        return new RecordHead(file, events, known);
    }

    Remembered remembered() {
        return new Remembered(events, file);
    }

    /** That there are so many now. Survives a power cut, as the record does. */
    void keep(long now) throws IOException {
        StringBuilder text = new StringBuilder("sallyport-record 1\nevents " + now + "\n");
        keys.forEach((name, check) -> text.append("key %s %s\n".formatted(name, check)));
        Folders.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
        try (FileChannel folder =
                FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
