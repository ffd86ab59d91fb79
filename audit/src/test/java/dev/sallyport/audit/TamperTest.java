package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Verification.Broken;
import dev.sallyport.audit.Verification.Incomplete;
import dev.sallyport.audit.Verification.Intact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed in a segment, the verifier names the event. */
final class TamperTest {
    /** Zeros are many and alike: each 499th stands for its neighbours. */
    private static final int PADDING_STEP = 499;

    /** A removal shifts all that follows: each seventh stands for its neighbours. */
    private static final int REMOVAL_STEP = 6;

    @TempDir Path directory;

    @Test
    void findsNothingWrongInAClosedLog() {
        var folder = Logs.closed(directory.resolve("log"), 3);

        assertThat(Logs.verify(folder))
                .isInstanceOfSatisfying(
                        Intact.class,
                        intact -> {
                            assertThat(intact.events()).isEqualTo(5);
                            assertThat(intact.unsealed()).isZero();
                        });
    }

    @Test
    void countsTheUnsealedEventsOfACrashedLog() {
        var folder = Logs.crashed(directory.resolve("log"), 3);

        assertThat(Logs.verify(folder))
                .isInstanceOfSatisfying(
                        Intact.class, intact -> assertThat(intact.unsealed()).isEqualTo(3));
    }

    @Test
    void namesTheEventOfEveryByteFlippedInAClosedLog() throws IOException {
        flipEveryByte(Logs.closed(directory.resolve("log"), 1));
    }

    @Test
    void namesTheEventOfEveryByteFlippedInACrashedLog() throws IOException {
        flipEveryByte(Logs.crashed(directory.resolve("log"), 1));
    }

    @Test
    void namesTheEventOfAnyByteRemoved() throws IOException {
        for (var folder :
                new Path[] {
                    Logs.closed(directory.resolve("log"), 1),
                    Logs.crashed(directory.resolve("crashed"), 1)
                }) {
            var segment = Logs.segments(folder).getFirst();
            var bytes = Files.readAllBytes(segment);
            for (int at = 0; at < bytes.length; at = after(bytes, at + REMOVAL_STEP)) {
                var shorter = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
                Files.write(segment, shorter);

                assertBrokenAt(folder, owner(bytes, at), "byte " + at + " removed");
            }
            Files.write(segment, bytes);
        }
    }

    @Test
    void namesTheEventOfEveryTwoNeighboursSwapped() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 1);
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        for (int at = 0; at + 1 < bytes.length; at++) {
            if (bytes[at] != bytes[at + 1]) {
                var swapped = bytes.clone();
                swapped[at] = bytes[at + 1];
                swapped[at + 1] = bytes[at];
                Files.write(segment, swapped);

                assertBrokenAt(folder, owner(bytes, at), "bytes from " + at + " swapped");
            }
        }
    }

    @Test
    void namesTheFirstEventOfEveryTwoSectorsSwapped() throws IOException {
        var folder = Logs.crashed(directory.resolve("log"), 6);
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        int sector = SegmentReader.SECTOR;
        for (int one = 0; one < end(bytes); one += sector) {
            for (int two = one + sector; two + sector <= end(bytes) + 4 * sector; two += sector) {
                var swapped = bytes.clone();
                System.arraycopy(bytes, one, swapped, two, sector);
                System.arraycopy(bytes, two, swapped, one, sector);
                Files.write(segment, swapped);

                assertBrokenAt(
                        folder,
                        owner(bytes, Arrays.mismatch(bytes, swapped)),
                        "sectors " + one + " and " + two);
            }
        }
    }

    @Test
    void namesTheFirstOfTwoFramesSwapped() throws IOException {
        var folder = Logs.crashed(directory.resolve("log"), 3);
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        int second = frame(bytes, 2);
        int third = frame(bytes, 3);
        int end = frame(bytes, 4);
        var swapped = bytes.clone();
        System.arraycopy(bytes, third, swapped, second, end - third);
        System.arraycopy(bytes, second, swapped, second + end - third, third - second);
        Files.write(segment, swapped);

        assertBrokenAt(folder, 2, "frames swapped");
    }

    @Test
    void namesAnEventForgedWithItsChecksums() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 4);

        forge(folder, 2);

        assertBrokenAt(folder, 2, "forged");
    }

    @Test
    void findsAnEventForgedWithItsChecksumsAndAllHashes() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 4);
        var hashes = Files.readAllBytes(folder.resolve("leaf-hashes"));
        System.arraycopy(forge(folder, 2), 0, hashes, 2 * Hash.BYTES, Hash.BYTES);
        Files.write(folder.resolve("leaf-hashes"), hashes);

        assertThat(Logs.verify(folder)).isInstanceOf(Broken.class);
    }

    @Test
    void namesTheEventOfEveryLeafHashFlipped() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 2);
        var file = folder.resolve("leaf-hashes");
        var bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            Files.write(file, flipped(bytes, at));

            assertBrokenAt(folder, at / Hash.BYTES, "hash byte " + at);
        }
    }

    @Test
    void findsEveryByteFlippedInTheCheckpoint() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 1);
        var file = folder.resolve("checkpoint");
        var bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            Files.write(file, flipped(bytes, at));

            assertThat(Logs.verify(folder)).as("byte %d", at).isInstanceOf(Broken.class);
        }
    }

    @Test
    void namesTheFirstEventOfAMissingSegment() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 500);
        var segments = Logs.segments(folder);
        assertThat(segments).hasSizeGreaterThan(2);
        for (int i = 0; i < segments.size(); i++) {
            var bytes = Files.readAllBytes(segments.get(i));
            Files.delete(segments.get(i));

            assertBrokenAt(folder, first(segments.get(i)), "segment " + i + " missing");

            Files.write(segments.get(i), bytes);
        }
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    @Test
    void namesTheFirstEventOfTwoSegmentsExchanged() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 500);
        var segments = Logs.segments(folder);
        var one = Files.readAllBytes(segments.get(0));
        Files.write(segments.get(0), Files.readAllBytes(segments.get(1)));
        Files.write(segments.get(1), one);

        assertBrokenAt(folder, 0, "segments exchanged");
    }

    @Test
    void findsWhateverFileIsMissing() throws IOException {
        for (var name : new String[] {"checkpoint", "leaf-hashes", "segment-000000000000000000"}) {
            var folder = Logs.closed(directory.resolve(name), 1);
            Files.delete(folder.resolve(name));

            assertBrokenAt(folder, 0, name);
        }
    }

    @Test
    void findsAStrayFile() throws IOException {
        for (var name :
                new String[] {"notes", "segment-000000000000000001", "segment-1", "segment"}) {
            var folder = Logs.closed(directory.resolve(name), 1);
            Files.writeString(folder.resolve(name), "x");

            assertThat(Logs.verify(folder)).as(name).isInstanceOf(Broken.class);
        }
    }

    @Test
    void findsALinkInPlaceOfASegment() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 1);
        var segment = Logs.segments(folder).getFirst();
        Files.move(segment, directory.resolve("elsewhere"));
        Files.createSymbolicLink(segment, directory.resolve("elsewhere"));

        assertThat(Logs.verify(folder)).isInstanceOf(Broken.class);
    }

    @Test
    void namesTheFirstEventCutOffTheEnd() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 2);
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        for (int length = 0; length < bytes.length; length += 3) {
            Files.write(segment, Arrays.copyOf(bytes, length));

            assertBrokenAt(folder, owner(bytes, length), "cut to " + length);
        }
    }

    @Test
    void findsAnotherLogsCheckpointSignedByTheSameKey() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 1);
        try (var log =
                AuditLog.open(
                        directory.resolve("two"),
                        Logs.key(folder),
                        "test.example/audit/2",
                        Logs.CLOCK,
                        Logs.machine())) {
            Logs.append(log, 1);
        }
        Files.write(
                folder.resolve("checkpoint"),
                Files.readAllBytes(directory.resolve("two/checkpoint")));

        assertThat(Logs.verify(folder)).isInstanceOf(Broken.class);
    }

    @Test
    void trustsAKeyGivenOverTheFoldersOwn() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 1);
        var given = directory.resolve("given");
        Files.copy(folder.resolve("vkey"), given);
        assertThat(LogVerifier.verify(folder, given)).isInstanceOf(Intact.class);
        var other = AuditKey.open(directory.resolve("other"), "test.example/audit");
        Files.writeString(given, other.vkey());

        assertThat(LogVerifier.verify(folder, given)).isInstanceOf(Broken.class);
    }

    @Test
    void cannotSayAnythingWithoutALogOrAKey() throws IOException {
        assertThat(LogVerifier.verify(directory)).isInstanceOf(Incomplete.class);
        assertThat(LogVerifier.verify(directory.resolve("none"))).isInstanceOf(Incomplete.class);
        var folder = Logs.closed(directory.resolve("log"), 1);
        Files.delete(folder.resolve("vkey"));
        assertThat(LogVerifier.verify(folder)).isInstanceOf(Incomplete.class);
    }

    private static void flipEveryByte(Path folder) throws IOException {
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        for (int at = 0; at < bytes.length; at = after(bytes, at)) {
            Files.write(segment, flipped(bytes, at));

            assertBrokenAt(folder, owner(bytes, at), "byte " + at + " flipped");
        }
        Files.write(segment, bytes);
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    /** Changes one event and whatever needs no key: both checksums and the chain behind it. */
    private static byte[] forge(Path folder, int event) throws IOException {
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        int at = frame(bytes, event);
        int next = frame(bytes, event + 1);
        bytes[next - 4]++;
        int generation = Frame.generation(bytes, at);
        Frame.seal(bytes, at, generation, event, event, Frame.chain(bytes, at), new CRC32C());
        var leaf = new byte[Hash.BYTES];
        int from = at + Frame.HEADER_BYTES;
        new Hash().leaf(bytes, from, next - from, leaf, 0);
        Frame.seal(
                bytes,
                next,
                generation,
                event + 1,
                event + 1,
                Frame.chainOf(leaf, 0),
                new CRC32C());
        Files.write(segment, bytes);
        return leaf;
    }

    private static void assertBrokenAt(Path folder, long event, String manipulation) {
        assertThat(Logs.verify(folder))
                .as(manipulation)
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> assertThat(broken.event()).as(manipulation).isEqualTo(event));
    }

    private static byte[] flipped(byte[] bytes, int at) {
        var flipped = bytes.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static int after(byte[] bytes, int at) {
        return at < end(bytes) ? at + 1 : at + PADDING_STEP;
    }

    /** The event whose frame holds the byte; the next one for the bytes behind the last. */
    private static long owner(byte[] bytes, int at) {
        int event = 0;
        while (frame(bytes, event + 1) > 0 && frame(bytes, event + 1) <= at) {
            event++;
        }
        return event;
    }

    private static int end(byte[] bytes) {
        int event = 0;
        while (frame(bytes, event + 1) > 0) {
            event++;
        }
        return frame(bytes, event);
    }

    /** Where an event's frame starts; where the last one ends for the event behind it; else -1. */
    private static int frame(byte[] bytes, int event) {
        int at = SegmentHeader.BYTES;
        for (int i = 0; i < event; i++) {
            if (at >= bytes.length || Frame.length(bytes, at) == 0) {
                return -1;
            }
            at += Frame.HEADER_BYTES + Frame.length(bytes, at);
        }
        return at;
    }

    private static long first(Path segment) {
        return Long.parseLong(segment.getFileName().toString().substring("segment-".length()));
    }
}
