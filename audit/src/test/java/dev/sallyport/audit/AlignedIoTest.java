package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignedIoTest {
    private static final int LENGTH = 3 << 20;

    @TempDir Path folder;

    @Test
    void holdsTheBytesThatWereWrittenWhereverTheyFall() throws IOException {
        long seed = 20261121;
        Random random = new Random(seed);
        byte[] expected = new byte[LENGTH];
        Path file = folder.resolve("segment");
        try (AlignedIo io = AlignedIo.open(file)) {
            io.write(ByteBuffer.allocate(LENGTH), 0);
            int at = 0;
            for (int next = 64; at + next < LENGTH; next = 1 + random.nextInt(9_000)) {
                byte[] bytes = new byte[next];
                random.nextBytes(bytes);
                io.write(ByteBuffer.wrap(bytes), at);
                io.force();
                System.arraycopy(bytes, 0, expected, at, next);
                at += next;
            }
        }

        assertThat(Arrays.equals(Files.readAllBytes(file), expected)).as("seed " + seed).isTrue();
    }

    @Test
    void goesOnInTheMiddleOfABlockAfterAReopen() throws IOException {
        Path file = folder.resolve("segment");
        try (AlignedIo io = AlignedIo.open(file)) {
            io.write(ByteBuffer.allocate(8192), 0);
            io.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
        }
        try (AlignedIo io = AlignedIo.open(file)) {
            io.write(ByteBuffer.wrap(new byte[] {4, 5}), 3);
            io.cut(5);
        }

        assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3, 4, 5);
    }
}
