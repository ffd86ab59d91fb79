package dev.sallyport.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which secrets native accounts have: one number for all of them, kept with the deployment. While
 * they are being changed the file names two, so that whoever comes after a crash knows of both.
 */
final class Epochs {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(?: ([1-9][0-9]{0,8}))?");

    static final String FILE = "epoch";

    private final Path file;
    private volatile Standing standing;
    private volatile Runnable whenChanged = () -> {};

    /**
     * @param wanted every account is to have it
     * @param former some accounts may still have it
     */
    record Standing(int wanted, Optional<Integer> former) {}

    private Epochs(Path file, Standing standing) {
        this.file = file;
        this.standing = standing;
    }

    static Epochs in(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Epochs(file, new Standing(1, Optional.empty()));
        }
        Matcher numbers = FORM.matcher(Files.readString(file).strip());
        if (!numbers.matches()) {
            // Guessing would lock every account.
            throw new IOException("`" + file + "` names no epoch");
        }
        int first = Integer.parseInt(numbers.group(1));
        return new Epochs(
                file,
                numbers.group(2) == null
                        ? new Standing(first, Optional.empty())
                        : new Standing(Integer.parseInt(numbers.group(2)), Optional.of(first)));
    }

    Standing standing() {
        return standing;
    }

    /** As its file has it. */
    String line() {
        Standing now = standing;
        return now.former().map(former -> former + " " + now.wanted()).orElse("" + now.wanted());
    }

    /** As a deployment elsewhere has it. */
    static void write(Keys keys, String line) throws IOException {
        Folders.write(keys.file(FILE), (line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    void whenChanged(Runnable told) {
        whenChanged = told;
    }

    /** A new epoch is wanted; one that is under way is gone on with. */
    void begin() throws IOException {
        if (standing.former().isEmpty()) {
            int now = standing.wanted();
            keep(now + " " + (now + 1), new Standing(now + 1, Optional.of(now)));
        }
    }

    /** Every account has it. */
    void settle() throws IOException {
        if (standing.former().isPresent()) {
            int now = standing.wanted();
            keep(String.valueOf(now), new Standing(now, Optional.empty()));
        }
    }

    /** Kept before it is used: what a database is told is never forgotten. */
    private void keep(String line, Standing next) throws IOException {
        Folders.write(file, (line + "\n").getBytes(StandardCharsets.US_ASCII));
        standing = next;
        whenChanged.run();
    }
}
