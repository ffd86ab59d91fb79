package dev.sallyport.audit;

import dev.sallyport.audit.AuditEvent.StatementDone;
import dev.sallyport.audit.AuditLog.Machine;
import dev.sallyport.audit.Verification.KeySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * Small logs to break: short segments, one checkpoint an hour unless asked, a clock that stands.
 */
final class Logs {
    static final String ORIGIN = "test.example/audit/1";
    static final int SEGMENT_BYTES = 20 * 4096;
    static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T04:00:00.123456Z"));
    static final Actor NORA =
            new Actor(
                    "s-1",
                    "nora",
                    List.of("nurse"),
                    new Actor.Purpose("treatment", "TREAT"),
                    "ehr",
                    "127.0.0.1:4711");
    static final StatementText PATIENTS = new StatementText("select * from patients where id = $1");

    private Logs() {}

    static Machine machine() {
        return machine(Disk.real());
    }

    static Machine machine(Disk disk) {
        return new Machine(disk, new Random(7), SEGMENT_BYTES, 80_000, Duration.ofHours(1));
    }

    static AuditLog open(Path folder) {
        return open(folder, machine());
    }

    static AuditLog open(Path folder, Machine machine) {
        return AuditLog.open(folder, key(folder), ORIGIN, CLOCK, machine);
    }

    static AuditKey key(Path folder) {
        return AuditKey.open(folder.resolveSibling("key"), "test.example/audit");
    }

    static AuditEvent statement(long number) {
        return new StatementDone(NORA, number, PATIENTS, 3, Outcome.ok());
    }

    /** Each event durable before the next is appended. */
    static void append(AuditLog log, int events) {
        for (int i = 1; i <= events; i++) {
            log.await(log.append(statement(i)));
        }
    }

    /** A log that was closed, with this many statements between its opening and its close. */
    static Path closed(Path folder, int statements) {
        try (var log = open(folder)) {
            append(log, statements);
        }
        return folder;
    }

    /** What a kill leaves: a copy taken while the writer is alive and everything is durable. */
    static Path crashed(Path folder, int statements) {
        try (var log = open(folder.resolveSibling("live"))) {
            append(log, statements);
            copy(folder.resolveSibling("live"), folder);
        }
        return folder;
    }

    static void copy(Path from, Path to) {
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One pass: no writer is at work. */
    static Verification verify(Path folder) {
        return LogVerifier.verify(folder, folder.resolve("vkey"), KeySource.FOLDER, 1);
    }

    static List<Path> segments(Path folder) throws IOException {
        return List.copyOf(new LogFolder(folder).list().segments().values());
    }
}
