package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MutatedPolicyTest {
    private static final int MUTATIONS = 300;
    private static final String SPICE = "[]{}:,-&*!|>'\"%@`#?$.\n\t 09aé\u0000\u0085";

    @TempDir private Path folder;

    @Test
    void answersAnyBytesWithAPolicyOrWithProblems() throws IOException {
        Random random = new Random(42);
        List<Path> files = files();
        for (int i = 0; i < MUTATIONS; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] whole = Files.readAllBytes(file);
            Files.write(folder.resolve(file.getFileName()), mutated(whole, random));
            for (Path other : files) {
                if (!other.equals(file)) {
                    Files.write(folder.resolve(other.getFileName()), Files.readAllBytes(other));
                }
            }
            assertThat(PolicyReader.read(folder)).satisfies(MutatedPolicyTest::isWhole);
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

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(HospitalExampleTest.HOSPITAL.resolve("policy"))) {
            return files.sorted().toList();
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        StringBuilder text = new StringBuilder(new String(whole, StandardCharsets.UTF_8));
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(text.length() - 40);
            char spice = SPICE.charAt(random.nextInt(SPICE.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, spice);
                case 1 -> text.insert(at, spice);
                case 2 -> text.delete(at, at + random.nextInt(20));
                case 3 -> text.insert(at, text.substring(at, at + random.nextInt(40)));
                case 4 -> text.setLength(Math.max(100, at));
                default -> throw new IllegalStateException();
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) 0xff;
        }
        return bytes;
    }
}
