package dev.sallyport.audit;

import dev.sallyport.audit.AuditEvent.LogRecovered;
import dev.sallyport.audit.LogScan.Damage;
import dev.sallyport.audit.LogScan.Tail;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a writer may do with the folder it finds: continue, cut an unfinished end, or refuse. */
record Recovery(LogFolder folder, AuditKey key, String origin, @Nullable Remembered remembered) {
    /** How much is read and zeroed at a time. */
    private static final int CHUNK = 1 << 20;

    /** Reads the whole log before anything is written; a folder that fails is left untouched. */
    LogScan inspect() throws IOException {
        if (folder.unused()) {
            requireRemembered(0);
            begin();
        }
        if (!Files.isRegularFile(folder.vkey())) {
            throw refused("the verifier key of the record is missing", "put `vkey` back");
        }
        if (!DurableFile.read(folder.vkey(), CHUNK).strip().equals(key.vkey())) {
            throw refused("the record was signed by another key", "give the key it began with");
        }
        var scan = new LogScan(folder, key.verifier()).run();
        var checkpoint = scan.checkpoint();
        if (checkpoint != null && !checkpoint.origin().equals(origin)) {
            throw refused("the record is the one of another gateway", "give another folder");
        }
        var damage = scan.damage();
        if (damage != null && damage.cure() == Damage.Cure.NONE) {
            throw refused(
                    "event " + damage.event() + " fails verification: " + damage.what(),
                    "nothing was touched; keep the folder as evidence and give another one");
        }
        requireRemembered(scan.events());
        return scan;
    }

    /**
     * A log that had events and has fewer is not begun anew, nor gone on with as if it were all.
     */
    private void requireRemembered(long events) {
        if (remembered != null && events < remembered.events()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP5003,
                            "`%s` holds %,d of the %,d events that the record had"
                                    .formatted(folder.path(), events, remembered.events()),
                            "put the record back, or mount its disk; to go on without them, remove `%s`"
                                    .formatted(remembered.where())));
        }
    }

    /** Whole events are kept though nobody was told of them: the log may say more, never less. */
    Segment tail(LogScan scan, Segments segments, List<AuditEvent> first) throws IOException {
        storeHashes(scan);
        var tail = scan.tail();
        if (tail == null) {
            return segments.next(0);
        }
        boolean cut = Files.size(tail.file()) < tail.header().capacity();
        if (cut) {
            return segments.next(scan.events());
        }
        if (!scan.closed() || tail.used() > tail.end()) {
            first.add(zero(tail));
        }
        return segments.resume(tail);
    }

    /** The empty checkpoint comes before the first segment: a missing one is always damage. */
    private void begin() throws IOException {
        var strays = folder.list().strays();
        if (!strays.isEmpty()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6003,
                            "`%s` holds `%s`, which is nothing of a record's"
                                    .formatted(folder.path(), strays.getFirst()),
                            "give a folder for the record alone"));
        }
        DurableFile.replace(folder.vkey(), Json.utf8(key.vkey() + "\n"));
        DurableFile.replace(
                folder.checkpoint(),
                Json.utf8(Checkpoint.of(origin, new MerkleTree()).signed(key)));
    }

    private void storeHashes(LogScan scan) throws IOException {
        var missing = ByteBuffer.wrap(scan.unstored());
        long end = scan.events() * Hash.BYTES;
        try (var channel =
                FileChannel.open(
                        folder.leafHashes(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long at = end - missing.remaining(); missing.hasRemaining(); ) {
                at += channel.write(missing, at);
            }
            channel.truncate(end);
            channel.force(true);
        }
        DurableFile.forceFolder(folder.path());
    }

    private LogRecovered zero(Tail tail) throws IOException {
        var digest = Hash.newDigest();
        try (var channel =
                FileChannel.open(tail.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long at = tail.end(); at < tail.used(); ) {
                var chunk = ByteBuffer.allocate((int) Math.min(CHUNK, tail.used() - at));
                channel.read(chunk, at);
                int read = chunk.position();
                digest.update(chunk.flip());
                var zeros = ByteBuffer.allocate(read);
                while (zeros.hasRemaining()) {
                    at += channel.write(zeros, at);
                }
            }
            channel.force(true);
        }
        return new LogRecovered(
                tail.used() - tail.end(), Base64.getEncoder().encodeToString(digest.digest()));
    }

    private Refused refused(String why, String instead) {
        return new Refused(
                Problem.of(ProblemCode.SP5002, why + " (`" + folder.path() + "`)", instead));
    }
}
