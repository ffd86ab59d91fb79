package dev.sallyport.audit;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A log as far as a checkpoint of its, read while it is being written: what a copy of it needs to
 * verify and to be gone on with. The log is not changed.
 *
 * @param events how many the copy holds; all of them are sealed
 * @param root base64 of the checkpoint's root hash
 * @param parts in the order to write them in
 */
public record LogCopy(long events, String root, List<Part> parts) {
    /** Longer than a checkpoint takes on a disk that others keep busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How much is copied at a time. */
    private static final int PIECE = 64 << 10;

    private static final int MAX_KEY_BYTES = 1_024;

    private static final Set<SegmentReader.Step> BROKEN =
            Set.of(SegmentReader.Step.TORN, SegmentReader.Step.BAD);

    public LogCopy {
        parts = List.copyOf(parts);
    }

    /** Takes what a part holds. */
    public interface Sink {
        /** The array is used again. */
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    /**
     * The beginning of one file.
     *
     * @param name in the log's folder
     * @param bytes how many of them are copied
     * @param length of the copy, with zeros behind what was copied
     */
    public record Part(String name, long bytes, long length, Source source) {
        /** Hands over {@link #bytes()} bytes, piece by piece. */
        public void copy(Sink sink) throws IOException {
            try (InputStream in = source.open()) {
                byte[] piece = new byte[PIECE];
                for (long left = bytes; left > 0; ) {
                    int read = in.read(piece, 0, (int) Math.min(left, piece.length));
                    if (read < 0) {
                        throw new IOException("`" + name + "` became shorter while it was copied");
                    }
                    sink.write(piece, 0, read);
                    left -= read;
                }
            }
        }
    }

    /** Where a part is read from. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Waits, for a bounded time, for a checkpoint that covers so many events.
     *
     * @throws Refused SP5002 where the log is damaged, SP5003 where there is none or no checkpoint
     *     comes
     */
    public static LogCopy of(Path directory, long least) throws IOException {
        var folder = new LogFolder(directory);
        var vkey = DurableFile.read(folder.vkey(), MAX_KEY_BYTES);
        var key = VerificationKey.parse(vkey.strip());
        if (key == null) {
            throw refused(ProblemCode.SP5003, "the record has no verifier key");
        }
        var sealed = sealed(folder, key, least);
        var checkpoint = sealed.checkpoint();
        var parts = new ArrayList<Part>();
        parts.add(inMemory("vkey", vkey));
        parts.add(inMemory("checkpoint", sealed.note()));
        long hashes = checkpoint.size() * Hash.BYTES;
        parts.add(ofFile(folder.leafHashes(), hashes, hashes));
        for (var segment : folder.list().segments().entrySet()) {
            if (segment.getKey() <= checkpoint.size()) {
                parts.add(segment(segment, checkpoint.size()));
            }
        }
        return new LogCopy(checkpoint.size(), checkpoint.root(), parts);
    }

    /** A checkpoint, as it is signed. */
    private record Sealed(String note, Checkpoint checkpoint) {}

    private static Sealed sealed(LogFolder folder, VerificationKey key, long least)
            throws IOException {
        for (long began = System.nanoTime(); ; LogVerifier.pause()) {
            var note = DurableFile.read(folder.checkpoint(), Checkpoint.MAX_BYTES);
            var checkpoint = Checkpoint.verified(note, key);
            if (checkpoint == null) {
                throw refused(ProblemCode.SP5002, "the checkpoint of the record does not hold");
            }
            if (checkpoint.size() >= least) {
                return new Sealed(note, checkpoint);
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw refused(ProblemCode.SP5003, "no checkpoint covers the end of the record");
            }
        }
    }

    /**
     * Of a segment that ends before the checkpoint all is copied. The one with the end is cut there
     * and gets back the length it is written in: its writer has not ended as far as the copy knows.
     */
    private static Part segment(Map.Entry<Long, Path> segment, long size) throws IOException {
        Path file = segment.getValue();
        try (var reader = SegmentReader.joining(file, segment.getKey(), segment.getKey())) {
            var header = reader.header();
            long at = segment.getKey();
            var step = SegmentReader.Step.EVENT;
            while (header != null && at < size && step == SegmentReader.Step.EVENT) {
                step = reader.next();
                at += step == SegmentReader.Step.EVENT ? 1 : 0;
            }
            if (header == null || BROKEN.contains(step)) {
                throw refused(ProblemCode.SP5002, "event " + at + " of the record is damaged");
            }
            return at == size
                    ? ofFile(file, reader.end(), header.capacity())
                    : ofFile(file, reader.end(), reader.end());
        }
    }

    private static Part ofFile(Path file, long bytes, long length) {
        return new Part(
                String.valueOf(file.getFileName()),
                bytes,
                length,
                () -> Files.newInputStream(file));
    }

    private static Part inMemory(String name, String text) {
        byte[] bytes = Json.utf8(text);
        return new Part(name, bytes.length, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    private static Refused refused(ProblemCode code, String message) {
        return new Refused(Problem.of(code, message, "see what `sallyport audit verify` says"));
    }
}
