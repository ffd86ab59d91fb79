package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a file holds, it is answered with what it says or with problems, and soon. More rounds:
 * {@code -Dsallyport.mutations=100000}; another start: {@code -Dsallyport.seed=7}.
 */
final class MutatedPolicyTest {
    private static final int MUTATIONS = Integer.getInteger("sallyport.mutations", 300);
    private static final long SEED = Long.getLong("sallyport.seed", 42);

    /** A hundred times what the sample takes on a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"hospital", "language"})
    void answersAnyPolicyOrItsProblems(String example) throws IOException {
        List<Path> files = files(HospitalExampleTest.HOSPITAL.resolveSibling(example));
        for (Path file : files) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        for (int i = 0; i < MUTATIONS / 2; i++) {
            Random random = new Random(SEED + i);
            Path file = files.get(random.nextInt(files.size()));
            Path spoilt = folder.resolve(file.getFileName());
            byte[] whole = Files.readAllBytes(file);
            Files.write(spoilt, Mutant.of(whole, random));
            assertThatCode(() ->
                            Assertions.assertTimeout(
                                    BOUND, () -> isWhole(PolicyReader.read(folder))))
                    .as("seed %d in %s", SEED + i, file.getFileName())
                    .doesNotThrowAnyException();
            Files.write(spoilt, whole);
        }
    }

    @Test
    void answersAnyFileOfPeopleOrItsProblems() throws IOException {
        byte[] whole = Files.readAllBytes(HospitalExampleTest.HOSPITAL.resolve("people.yaml"));
        Path spoilt = folder.resolve("people.yaml");
        for (int i = 0; i < MUTATIONS; i++) {
            Files.write(spoilt, Mutant.of(whole, new Random(SEED + i)));
            assertThatCode(() ->
                            Assertions.assertTimeout(BOUND, () -> DirectoryReader.read(spoilt)))
                    .as("seed %d", SEED + i)
                    .doesNotThrowAnyException();
        }
    }

    private static void isWhole(PolicyReading reading) {
        switch (reading) {
            case PolicyReading.Accepted(Policy policy, var ignored) ->
                    assertThat(PolicyTests.run(policy)).isNotNull();
            case PolicyReading.Rejected(var problems) ->
                    assertThat(problems)
                            .isNotEmpty()
                            .allSatisfy(p -> assertThat(p.message()).isNotBlank());
        }
    }

    /** Of both examples. */
    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(files(HospitalExampleTest.HOSPITAL));
        files.addAll(files(HospitalExampleTest.HOSPITAL.resolveSibling("language")));
        return files;
    }

    private static List<Path> files(Path example) throws IOException {
        try (Stream<Path> files = Files.list(example.resolve("policy"))) {
            return files.sorted().toList();
        }
    }
}
