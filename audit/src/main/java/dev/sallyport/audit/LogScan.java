package dev.sallyport.audit;

import dev.sallyport.audit.LogFolder.Listing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** One pass over a folder, from the first byte to the last; changes nothing. */
final class LogScan {
    private final LogFolder folder;
    private final VerificationKey key;
    private final @Nullable Checkpoint kept;
    private final MerkleTree tree = new MerkleTree();
    private final ByteArrayOutputStream unstored = new ByteArrayOutputStream();
    private @Nullable Checkpoint checkpoint;
    private @Nullable Damage damage;
    private @Nullable Tail tail;
    private long stored;
    private long chain;
    private byte[] last = new byte[0];
    private boolean rootHolds = true;
    private boolean keptHolds;

    /**
     * What is wrong.
     *
     * @param cure whether a crash can have left it
     */
    record Damage(long event, String what, Cure cure) {
        /** Whether a writer may cut the damage off. */
        enum Cure {
            CUT,
            NONE
        }
    }

    /**
     * Where the last segment stops.
     *
     * @param end behind its last whole event
     * @param used behind its last byte that is not zero
     */
    record Tail(Path file, SegmentHeader header, long end, long used) {}

    LogScan(LogFolder folder, VerificationKey key) {
        this(folder, key, null);
    }

    /**
     * @param kept a checkpoint of before, which the log has to go on from
     */
    LogScan(LogFolder folder, VerificationKey key, @Nullable Checkpoint kept) {
        this.folder = folder;
        this.key = key;
        this.kept = kept;
    }

    /**
     * The checkpoint is read first: what it covers was on disk before, whoever writes meanwhile.
     */
    LogScan run() throws IOException {
        boolean noted = Files.exists(folder.checkpoint(), LinkOption.NOFOLLOW_LINKS);
        if (noted) {
            var note = DurableFile.read(folder.checkpoint(), Checkpoint.MAX_BYTES);
            checkpoint = Checkpoint.verified(note, key);
        }
        try (var hashes = leafHashes()) {
            stored = hashes == null ? 0 : hashes.size() / Hash.BYTES;
            var listing = folder.list();
            checkRoot();
            readSegments(listing, hashes);
            checkEnd(hashes);
            checkProof(noted);
            checkKept();
            checkOthers(listing);
        }
        return this;
    }

    long events() {
        return tree.size();
    }

    MerkleTree tree() {
        return tree;
    }

    @Nullable Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The first thing found wrong; null where all is well. */
    @Nullable Damage damage() {
        return damage;
    }

    /** Null where there is no segment. */
    @Nullable Tail tail() {
        return tail;
    }

    /** Leaf hashes that are not in their file yet. */
    byte[] unstored() {
        return unstored.toByteArray();
    }

    long chain() {
        return chain;
    }

    /** The last event says that its writer ended by itself. */
    boolean closed() {
        return EventWriter.closes(last);
    }

    /** Microseconds of the last event. */
    long lastTime() {
        return EventWriter.timeOf(last).orElse(0);
    }

    private @Nullable FileWindow leafHashes() throws IOException {
        return Files.isRegularFile(folder.leafHashes(), LinkOption.NOFOLLOW_LINKS)
                ? new FileWindow(folder.leafHashes())
                : null;
    }

    private void readSegments(Listing listing, @Nullable FileWindow hashes) throws IOException {
        var segments = listing.segments();
        for (var next = segments.firstEntry(); next != null && damage == null; ) {
            long first = next.getKey();
            if (first != events()) {
                misplaced(first, next.getValue().getFileName());
                return;
            }
            boolean last = segments.higherKey(first) == null;
            try (var reader = new SegmentReader(next.getValue(), first, chain)) {
                readSegment(next.getValue(), reader, hashes, last ? Place.LAST : Place.INNER);
                if (last && damage == null && reader.cut() && !closed()) {
                    segments = turned();
                }
            }
            next = segments.higherEntry(first);
        }
    }

    private void misplaced(long first, Path name) {
        wrong(
                Math.min(first, events()),
                first > events()
                        ? "the segment with it is missing: `" + name + "` comes next"
                        : "`" + name + "` does not belong to the log");
    }

    /** A writer cuts a segment once the next one is there: so it is, also where none was listed. */
    private NavigableMap<Long, Path> turned() throws IOException {
        var segments = folder.list().segments();
        if (!segments.containsKey(events())) {
            wrong(events(), "it is missing: the log does not end with a close");
        }
        return segments;
    }

    /** Only the last segment may end in the middle of something. */
    private enum Place {
        INNER,
        LAST
    }

    private void readSegment(
            Path file, SegmentReader reader, @Nullable FileWindow hashes, Place place)
            throws IOException {
        var header = reader.header();
        if (header == null || header.first() != events() || reader.tooLong() || !ours(header)) {
            wrong(events(), "the header of its segment was changed");
            return;
        }
        var step = reader.next();
        for (; step == SegmentReader.Step.EVENT; step = reader.next()) {
            take(reader, hashes);
            if (damage != null) {
                return;
            }
        }
        tail = new Tail(file, header, reader.offset(), reader.usedEnd());
        end(step, reader, place);
    }

    private void end(SegmentReader.Step step, SegmentReader reader, Place place)
            throws IOException {
        switch (step) {
            case BAD -> {
                boolean curable =
                        place == Place.LAST
                                && reader.unfinished()
                                && events() >= stored
                                && !reader.cut()
                                && !reader.settledBehind();
                damage =
                        new Damage(
                                events(),
                                reader.what(),
                                curable ? Damage.Cure.CUT : Damage.Cure.NONE);
            }
            case TORN -> {
                if (place == Place.INNER) {
                    wrong(events(), "its bytes were changed");
                }
            }
            case END, EVENT -> {}
        }
    }

    private void take(SegmentReader reader, @Nullable FileWindow hashes) throws IOException {
        long event = events();
        var leaf = reader.leafHash().clone();
        if (hashes == null || event >= stored || blank(hashes, event)) {
            unstored.writeBytes(leaf);
        } else if (!storedIs(hashes, event, leaf)) {
            wrong(event, "its bytes do not match its stored leaf hash");
            return;
        }
        tree.add(leaf);
        chain = reader.chain();
        last = reader.json();
        checkRoot();
    }

    /** A crash may leave an unsealed hash unwritten, as zeros. */
    private boolean blank(FileWindow hashes, long event) throws IOException {
        return sealed() <= event && hashes.zero(event * Hash.BYTES, Hash.BYTES);
    }

    private static boolean storedIs(FileWindow hashes, long event, byte[] leaf) throws IOException {
        if (hashes.load(event * Hash.BYTES, Hash.BYTES) < Hash.BYTES) {
            return false;
        }
        int at = hashes.position(event * Hash.BYTES);
        return Arrays.equals(hashes.bytes(), at, at + Hash.BYTES, leaf, 0, Hash.BYTES);
    }

    private void checkRoot() {
        if (checkpoint != null && tree.size() == checkpoint.size()) {
            rootHolds = Base64.getEncoder().encodeToString(tree.root()).equals(checkpoint.root());
        }
        if (kept != null && tree.size() == kept.size()) {
            keptHolds = Base64.getEncoder().encodeToString(tree.root()).equals(kept.root());
        }
    }

    private void checkKept() {
        if (damage != null || kept == null) {
            return;
        }
        if (checkpoint != null && !checkpoint.origin().equals(kept.origin())) {
            wrong(0, "it is of another log than the checkpoint kept elsewhere");
        } else if (events() < kept.size()) {
            wrong(events(), "it is missing: the checkpoint kept elsewhere covers it");
        } else if (!keptHolds) {
            wrong(
                    0,
                    "it or another event below %d is not what the checkpoint kept elsewhere covers"
                            .formatted(kept.size()));
        }
    }

    private void checkEnd(@Nullable FileWindow hashes) throws IOException {
        if (damage != null) {
            if (damage.event() < sealed()) {
                wrong(damage.event(), damage.what());
            }
            return;
        }
        if (events() < sealed()) {
            wrong(events(), "it is missing: the checkpoint covers it");
        } else if (stored < sealed()) {
            wrong(stored, "its stored leaf hash is missing");
        } else if (stored > events() && hashes != null && !blank(hashes, events())) {
            wrong(events(), "it is missing: its leaf hash is stored");
        } else if (closed() && tailCut() && events() > sealed()) {
            wrong(sealed(), "no checkpoint covers it though the log was closed");
        }
    }

    private boolean tailCut() throws IOException {
        return tail != null && Files.size(tail.file()) < tail.header().capacity();
    }

    private void checkProof(boolean noted) {
        if (damage != null) {
            return;
        }
        if (!noted) {
            wrong(0, "nothing vouches for it: the checkpoint is missing");
        } else if (checkpoint == null) {
            wrong(0, "nothing vouches for it: the checkpoint was changed or another key signed it");
        } else if (!rootHolds) {
            wrong(
                    0,
                    "it or another event below %d was changed together with its stored leaf hash"
                            .formatted(checkpoint.size()));
        }
    }

    private void checkOthers(Listing listing) throws IOException {
        if (damage != null) {
            return;
        }
        if (!listing.strays().isEmpty()) {
            wrong(events(), "`" + listing.strays().getFirst() + "` does not belong to the log");
        } else if (!spareEmpty()) {
            wrong(events(), "the spare segment holds bytes");
        }
    }

    /** A spare holds zeros, and perhaps the header it was about to be used with. */
    private boolean spareEmpty() throws IOException {
        try (var spare = new SegmentReader(folder.spare(), events(), chain)) {
            return spare.blank(tail == null ? -1 : tail.header().capacity());
        } catch (NoSuchFileException none) {
            return true;
        }
    }

    private boolean ours(SegmentHeader header) {
        return checkpoint == null
                || header.originHash() == SegmentHeader.originHash(checkpoint.origin());
    }

    private long sealed() {
        return checkpoint == null ? 0 : checkpoint.size();
    }

    private void wrong(long event, String what) {
        damage = new Damage(event, what, Damage.Cure.NONE);
    }
}
