package dev.sallyport.control.http;

import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.DoorSync;
import dev.sallyport.control.directory.ReadStatus;
import dev.sallyport.control.directory.Readings;
import dev.sallyport.control.directory.SyncStatus;
import dev.sallyport.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Readings readings;
    private final Bearers bearers;
    private final Callers callers;

    SyncPage(DoorSync sync, Readings readings, Bearers bearers, Callers callers) {
        this.sync = sync;
        this.readings = readings;
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
            List<String> problems,
            @Nullable Read ldap) {}

    /** The directory that we read ourselves, where there is one. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Read(
            @Nullable Instant attemptedAt,
            @Nullable Instant readAt,
            int failures,
            int people,
            List<String> problems) {

        static Read of(ReadStatus status) {
            return new Read(
                    status.attempted().orElse(null),
                    status.read().orElse(null),
                    status.failures(),
                    status.people(),
                    words(status.problems()));
        }
    }

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
                words(status.problems()),
                readings.status().map(Read::of).orElse(null));
    }

    @Override
    public Map<String, Double> read() {
        SyncStatus status = sync.status();
        Map<String, Double> numbers = new HashMap<>();
        numbers.put("sallyport_directory_sync_pending", status.pending() ? 1.0 : 0.0);
        numbers.put("sallyport_directory_sync_failures", (double) status.failures());
        numbers.put(
                "sallyport_directory_sync_applied_timestamp_seconds", seconds(status.applied()));
        numbers.put("sallyport_directory_cuts_owed", (double) sync.owedCuts());
        readings.status()
                .ifPresent(ldap -> {
                    numbers.put("sallyport_ldap_failures", (double) ldap.failures());
                    numbers.put("sallyport_ldap_people", (double) ldap.people());
                    numbers.put("sallyport_ldap_problems", (double) ldap.problems().size());
                    numbers.put("sallyport_ldap_read_timestamp_seconds", seconds(ldap.read()));
                });
        return numbers;
    }

    private static double seconds(Optional<Instant> at) {
        return at.map(Instant::getEpochSecond).orElse(0L).doubleValue();
    }

    private static List<String> words(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
