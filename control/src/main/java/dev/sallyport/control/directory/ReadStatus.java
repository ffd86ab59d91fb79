package dev.sallyport.control.directory;

import dev.sallyport.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far we are behind a directory that we read ourselves.
 *
 * @param attempted when it was last read, or was to be
 * @param read when all of it was last taken
 * @param failures how often in a row it was not
 * @param people how many it had then
 * @param problems why it was not, or whom of it we could not take
 */
public record ReadStatus(
        Optional<Instant> attempted,
        Optional<Instant> read,
        int failures,
        int people,
        List<Problem> problems) {

    /** Of a directory that was not read yet. */
    public static final ReadStatus NEVER =
            new ReadStatus(Optional.empty(), Optional.empty(), 0, 0, List.of());

    public ReadStatus {
        problems = List.copyOf(problems);
    }

    /** After all of it was taken, but for whom there are problems. */
    public ReadStatus read(Instant now, int found, List<Problem> left) {
        return new ReadStatus(Optional.of(now), Optional.of(now), 0, found, left);
    }

    /** After nothing of it was taken. */
    public ReadStatus failed(Instant now, List<Problem> found) {
        return new ReadStatus(Optional.of(now), read, failures + 1, people, found);
    }
}
