package dev.sallyport.audit;

import dev.sallyport.audit.AuditEvent.LogOpen;
import dev.sallyport.audit.AuditLog.Machine;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder made ready for a writer.
 *
 * @param events how many the log holds
 * @param chain start of the last leaf hash
 * @param first what the new writer says first
 */
record Opening(
        LogFolder folder,
        FileLock lock,
        Segments segments,
        Segment segment,
        MerkleTree tree,
        EventWriter writer,
        long events,
        long chain,
        List<AuditEvent> first) {

    static Opening of(Recovery recovery, InstantSource clock, Machine machine) throws IOException {
        var folder = recovery.folder();
        Files.createDirectories(
                folder.path(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var lock = lock(folder);
        Opening opening = null;
        try {
            opening = locked(recovery, lock, clock, machine);
            return opening;
        } finally {
            if (opening == null) {
                lock.acquiredBy().close();
            }
        }
    }

    private static Opening locked(
            Recovery recovery, FileLock lock, InstantSource clock, Machine machine)
            throws IOException {
        var folder = recovery.folder();
        var scan = recovery.inspect();
        var segments =
                new Segments(
                        folder,
                        machine.disk(),
                        recovery.origin(),
                        machine.segmentBytes(),
                        machine.random());
        var first = new ArrayList<AuditEvent>();
        var segment = recovery.tail(scan, segments, first);
        first.add(new LogOpen(recovery.origin(), recovery.key().vkey()));
        return new Opening(
                folder,
                lock,
                segments,
                segment,
                scan.tree(),
                new EventWriter(
                        new EventIds(machine.random()), new EventClock(clock, scan.lastTime())),
                scan.events(),
                scan.chain(),
                first);
    }

    private static FileLock lock(LogFolder folder) throws IOException {
        var channel =
                FileChannel.open(
                        folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = tryLock(channel);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6003,
                            "the record in `" + folder.path() + "` is in use by another writer",
                            "stop that one first, or give another folder"));
        }
        return lock;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }
}
