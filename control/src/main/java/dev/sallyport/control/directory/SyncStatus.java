package dev.sallyport.control.directory;

import dev.sallyport.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far both doors are behind the directory.
 *
 * @param pending whether the doors have yet to hear of something
 * @param attempted when the directory was last brought to the doors
 * @param applied when both last took it
 * @param failures how often in a row they did not
 */
public record SyncStatus(
        boolean pending,
        Optional<Instant> attempted,
        Optional<Instant> applied,
        int failures,
        List<Problem> problems) {

    static final SyncStatus NEVER =
            new SyncStatus(true, Optional.empty(), Optional.empty(), 0, List.of());

    public SyncStatus {
        problems = List.copyOf(problems);
    }

    SyncStatus applied(Instant now) {
        return new SyncStatus(false, Optional.of(now), Optional.of(now), 0, List.of());
    }

    SyncStatus failed(Instant now, List<Problem> found) {
        return new SyncStatus(true, Optional.of(now), applied, failures + 1, found);
    }

    SyncStatus pending(boolean isPending) {
        return new SyncStatus(isPending, attempted, applied, failures, problems);
    }
}
