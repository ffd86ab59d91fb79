package dev.sallyport.control.http;

import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.DoorSync;
import dev.sallyport.control.directory.SyncStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Whether both doors know the directory. */
@RestController
final class SyncPage implements Gauges {
    private final DoorSync sync;
    private final Bearers bearers;
    private final Callers callers;

    SyncPage(DoorSync sync, Bearers bearers, Callers callers) {
        this.sync = sync;
        this.bearers = bearers;
        this.callers = callers;
    }

    /** As the page shows it; what never was is null. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Sync(
            boolean pending,
            @Nullable Instant attemptedAt,
            @Nullable Instant appliedAt,
            int failures,
            int owedCuts,
            List<String> problems) {}

    @Operation(
            id = "syncStatus",
            summary = "Whether both doors know the directory.",
            access = Operation.Access.CONSOLE,
            right = "sync:read",
            answers = Sync.class)
    @GetMapping(path = "/api/v1/directory/sync", produces = MediaType.APPLICATION_JSON_VALUE)
    Sync sync(HttpServletRequest request) {
        if (!bearers.isProved(request, BearerTokens.Scope.WATCH)) {
            callers.require(request).demand(Right.SYNC_READ);
        }
        SyncStatus status = sync.status();
        return new Sync(
                status.pending(),
                status.attempted().orElse(null),
                status.applied().orElse(null),
                status.failures(),
                sync.owedCuts(),
                status.problems().stream().map(Object::toString).toList());
    }

    @Override
    public Map<String, Double> read() {
        SyncStatus status = sync.status();
        return Map.of(
                "sallyport_directory_sync_pending",
                status.pending() ? 1.0 : 0.0,
                "sallyport_directory_sync_failures",
                (double) status.failures(),
                "sallyport_directory_sync_applied_timestamp_seconds",
                status.applied().map(Instant::getEpochSecond).orElse(0L).doubleValue(),
                "sallyport_directory_cuts_owed",
                (double) sync.owedCuts());
    }
}
