package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Verification.Intact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in the folder, the verifier answers. */
final class FuzzTest {
    private static final int ROUNDS = 400;
    private static final int MOST_CHANGES = 20;

    @TempDir Path directory;

    @Test
    void answersWhateverLiesInTheFolder() throws IOException {
        var random = new Random(42);
        var folder = Logs.closed(directory.resolve("log"), 5);
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.filter(file -> !file.endsWith("lock")).sorted().toList();
        }
        for (int round = 0; round < ROUNDS; round++) {
            var file = files.get(random.nextInt(files.size()));
            var bytes = Files.readAllBytes(file);
            Files.write(file, mutated(bytes, random));

            assertThat(Logs.verify(folder)).as("round %d", round).isNotInstanceOf(Intact.class);

            Files.write(file, bytes);
        }
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    /** Changes that stay changes: each position is written once, with another value. */
    private static byte[] mutated(byte[] bytes, Random random) {
        if (random.nextInt(4) == 0) {
            var noise = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(noise);
            return noise;
        }
        var mutated = bytes.clone();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            mutated[at] = (byte) (bytes[at] + 1 + random.nextInt(254));
        }
        return mutated;
    }
}
