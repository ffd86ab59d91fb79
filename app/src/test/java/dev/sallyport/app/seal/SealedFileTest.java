package dev.sallyport.app.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sealed file gives back what was written, or nothing that was not. */
final class SealedFileTest {
    private static final int CHUNK = SealedForm.SEALED_CHUNK_BYTES;
    private static final int HEAD = SealedHead.BESIDE_BYTES + SealedHead.SEALED_KEY_BYTES;
    private static final int CHUNKS = 4;
    private static final SealKey KEY = key(1);
    private static final MasterKey MASTER = new MasterKey.AtHand(KEY);

    /** Three whole chunks and a piece of one. */
    private static final byte[] PLAIN = plain(3 * SealedForm.CHUNK_BYTES + 1_000);

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void givesBackWhatWasWritten(int length) throws IOException {
        byte[] plain = plain(length);

        assertThat(read(sealed(plain))).isEqualTo(plain);
    }

    @Test
    void holdsNothingReadableAndIsAnotherEachTime() throws IOException {
        byte[] words = "a known secret".repeat(100).getBytes(StandardCharsets.UTF_8);
        byte[] first = sealed(words);

        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain("known");
        assertThat(Arrays.copyOfRange(first, HEAD, first.length))
                .isNotEqualTo(Arrays.copyOfRange(sealed(words), HEAD, first.length));
    }

    /** One byte of the head, of every chunk's first, middle and last bytes, and of the end. */
    static Stream<Integer> bytes() {
        return Stream.concat(
                IntStream.range(0, HEAD).boxed(),
                IntStream.range(0, CHUNKS)
                        .boxed()
                        .flatMap(chunk ->
                                Stream.of(0, 500, 900)
                                        .map(offset -> HEAD + chunk * CHUNK + offset)));
    }

    @Test
    void refusesAChangeOfAnyByteOfTheHeadAndOfEveryChunk() throws IOException {
        byte[] sealed = sealed(PLAIN);
        int last = sealed.length - 1;
        for (int at : Stream.concat(bytes(), Stream.of(last, last - 20)).toList()) {
            byte[] changed = sealed.clone();
            changed[at] ^= (byte) 0x40;

            assertThatThrownBy(() -> read(changed))
                    .as("byte " + at)
                    .isInstanceOf(Refused.class)
                    .hasMessageMatching("(?s)SP722[12345] .*");
        }
    }

    static Stream<byte[]> rearranged() throws IOException {
        byte[] whole = sealed(PLAIN);
        byte[] head = Arrays.copyOf(whole, HEAD);
        byte[] end = SealedForm.END;
        byte[][] chunks = new byte[CHUNKS][];
        for (int at = 0; at < CHUNKS; at++) {
            int from = HEAD + at * CHUNK;
            chunks[at] =
                    Arrays.copyOfRange(
                            whole, from, Math.min(from + CHUNK, whole.length - end.length));
        }
        byte[] other = sealed(PLAIN);
        byte[] foreign = Arrays.copyOfRange(other, HEAD, HEAD + CHUNK);
        return Stream.of(
                join(head, chunks[0], chunks[1], chunks[2], end),
                join(head, chunks[0], chunks[1], end),
                join(head, end),
                join(head, chunks[1], chunks[0], chunks[2], chunks[3], end),
                join(head, chunks[0], chunks[0], chunks[2], chunks[3], end),
                join(head, chunks[1], chunks[2], chunks[3], end),
                join(head, foreign, chunks[1], chunks[2], chunks[3], end),
                join(head, chunks[0], chunks[1], chunks[2], chunks[3], chunks[3], end),
                join(head, chunks[0], chunks[1], chunks[2], chunks[3], end, new byte[] {0}),
                join(head, chunks[0], chunks[1], chunks[2], chunks[3], new byte[] {0}, end),
                join(head, chunks[0], chunks[1], chunks[2], chunks[3]),
                Arrays.copyOf(other, HEAD + CHUNK + 100));
    }

    @ParameterizedTest
    @MethodSource("rearranged")
    void refusesPiecesTakenOutSwappedRepeatedOrAdded(byte[] rearranged) {
        assertThatThrownBy(() -> read(rearranged))
                .isInstanceOf(Refused.class)
                .hasMessageMatching("(?s)SP722[34] .*");
    }

    @Test
    void tellsWhatIsWrongOneByOne() throws IOException {
        byte[] sealed = sealed(PLAIN);
        byte[] newer = sealed.clone();
        newer[SealedForm.MAGIC.length + Integer.BYTES - 1] = 3;
        byte[] changed = sealed.clone();
        changed[HEAD + 7] ^= 1;

        assertThatThrownBy(() -> read(newer)).hasMessageStartingWith("SP7225 ");
        assertThatThrownBy(() -> read(changed)).hasMessageStartingWith("SP7224 ");
        assertThatThrownBy(() -> read(Arrays.copyOf(sealed, sealed.length - 1)))
                .hasMessageStartingWith("SP7223 ");
        assertThatThrownBy(() -> read(new byte[500])).hasMessageStartingWith("SP7222 ");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageStartingWith("SP7222 ");
        assertThatThrownBy(
                        () -> SealedInput.open(write(sealed), new MasterKey.AtHand(key(2))).close())
                .hasMessageStartingWith("SP7221 ")
                .hasMessageContaining(KEY.id());
    }

    /** What was read before a change is met is what was written. */
    @Test
    void givesOutNothingOfAChunkThatWasChanged() throws IOException {
        byte[] sealed = sealed(PLAIN);
        sealed[HEAD + CHUNK] ^= 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SealedInput in = SealedInput.open(write(sealed), MASTER)) {
            assertThatThrownBy(() -> in.transferTo(out)).isInstanceOf(Refused.class);
        }

        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(PLAIN, SealedForm.CHUNK_BYTES));
    }

    @Test
    void cannotBeOpenedBeforeItIsFinished() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SealedOutput sealed = new SealedOutput(out, MASTER, new SecureRandom())) {
            sealed.write(PLAIN);
        }

        assertThatThrownBy(() -> read(out.toByteArray())).hasMessageStartingWith("SP7223 ");
    }

    @Test
    void opensASecretBesideItsNameAlone() {
        byte[] secret = plain(32);
        byte[] sealed = KEY.seal(secret, new byte[] {1}, new SecureRandom());

        assertThat(KEY.open(sealed, new byte[] {1})).hasValue(secret);
        assertThat(KEY.open(sealed, new byte[] {2})).isEmpty();
        assertThat(key(2).open(sealed, new byte[] {1})).isEmpty();
        assertThat(KEY.open(Arrays.copyOf(sealed, 20), new byte[] {1})).isEmpty();
        assertThat(SealKey.parse("short")).isEmpty();
        assertThat(SealKey.parse("no base64!")).isEmpty();
        assertThat(KEY.toString()).doesNotContain(Base64.getEncoder().encodeToString(plain(32)));
    }

    private byte[] read(byte[] sealed) throws IOException {
        try (SealedInput in = SealedInput.open(write(sealed), MASTER)) {
            return in.readAllBytes();
        }
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    private static byte[] sealed(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SealedOutput sealed = new SealedOutput(out, MASTER, new SecureRandom())) {
            sealed.write(plain, 0, plain.length / 3);
            sealed.write(plain, plain.length / 3, plain.length - plain.length / 3);
            sealed.finish();
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.of(pieces).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] plain(int length) {
        byte[] plain = new byte[length];
        new Random(7).nextBytes(plain);
        return plain;
    }

    private static SealKey key(int seed) {
        byte[] secret = new byte[SealKey.BYTES];
        new Random(seed).nextBytes(secret);
        return SealKey.parse(Base64.getEncoder().encodeToString(secret)).orElseThrow();
    }
}
