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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the deployment's record has come, kept apart from it: whose record is gone is told, and
 * does not get another one unasked.
 */
final class RecordHead {
    private static final String FILE = "record.head";
    private static final Pattern TEXT = Pattern.compile("sallyport-record 1\nevents (\\d{1,18})\n");

    private final Path file;

    private RecordHead(Path file) {
        this.file = file;
    }

    static RecordHead in(Keys keys) {
        return new RecordHead(keys.file(FILE));
    }

    /**
     * Nothing where there is no file: of a deployment that begins, or whose operator removed it.
     *
     * @throws Refused SP5003 where it cannot be understood
     */
    Remembered remembered() throws IOException {
        if (!Files.exists(file)) {
            return new Remembered(0, file);
        }
        Matcher text = TEXT.matcher(Files.readString(file));
        if (!text.matches()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP5003,
                            "`" + file + "`, which says how far the record is, cannot be read",
                            "put it back from the backup; to go on without it, remove it"));
        }
        return new Remembered(Long.parseLong(text.group(1)), file);
    }

    /** Survives a power cut, as the record does. */
    void keep(long events) throws IOException {
        Folders.write(
                file,
                "sallyport-record 1\nevents %d\n"
                        .formatted(events)
                        .getBytes(StandardCharsets.US_ASCII));
        try (FileChannel folder =
                FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
