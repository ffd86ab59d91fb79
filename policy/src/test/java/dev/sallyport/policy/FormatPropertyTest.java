package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The one form says what the text said, keeps its comments, and is its own form. */
final class FormatPropertyTest {
    private static final int ROUNDS = Integer.getInteger("sallyport.mutations", 300);
    private static final long SEED = Long.getLong("sallyport.seed", 42);

    @Test
    void keepsTheMeaningAndTheCommentsOfUntidiedExamples() throws IOException {
        for (Path file : MutatedPolicyTest.files()) {
            String tidy = Files.readString(file);
            for (int i = 0; i < ROUNDS / 3; i++) {
                String text = untidied(tidy, new Random(SEED + i));
                String formatted = PolicyFormat.formatted(text);
                assertThat(formatted).as("seed %d of %s", SEED + i, file).isEqualTo(tidy);
            }
        }
    }

    @Test
    void keepsTheMeaningOfWhateverStillParses() throws IOException {
        List<Path> files = MutatedPolicyTest.files();
        for (int i = 0; i < ROUNDS; i++) {
            Random random = new Random(SEED + i);
            byte[] whole = Files.readAllBytes(files.get(random.nextInt(files.size())));
            String text = new String(Mutant.of(whole, random), StandardCharsets.UTF_8);
            Optional<Object> meaning = meaning(text);
            if (meaning.isPresent()) {
                String formatted = PolicyFormat.formatted(text);
                String again = PolicyFormat.formatted(formatted);
                assertThat(meaning(formatted)).as("seed %d", SEED + i).isEqualTo(meaning);
                assertThat(comments(formatted)).as("seed %d", SEED + i).isEqualTo(comments(text));
                assertThat(again).as("seed %d", SEED + i).isEqualTo(formatted);
            }
        }
    }

    /** Another layout of the same: wider blanks, line ends of Windows, blanks at the end. */
    private static String untidied(String tidy, Random random) {
        int step = 1 + random.nextInt(4);
        StringBuilder text = new StringBuilder();
        for (String line : tidy.split("\n", -1)) {
            int indent = line.length() - line.stripLeading().length();
            String words = line.strip().replaceFirst("^- ", "-" + " ".repeat(2 * step - 1));
            text.append(" ".repeat(indent * step))
                    .append(random.nextBoolean() ? words : wide(words, random))
                    .append(" ".repeat(line.isEmpty() ? 0 : random.nextInt(3)))
                    .append(random.nextInt(4) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }

    private static String wide(String line, Random random) {
        if (!line.contains("{") || line.contains("\"") || line.contains("#")) {
            return line;
        }
        String blanks = " ".repeat(1 + random.nextInt(3));
        return line.replace("{", "{" + blanks)
                .replace("}", blanks + "}")
                .replace(": ", ":" + blanks)
                .replace(", ", blanks + ",");
    }

    private static long comments(String text) {
        return text.lines().filter(line -> line.strip().startsWith("#")).count();
    }

    private static Optional<Object> meaning(String text) {
        Problems problems = new Problems();
        return YamlParser.parse("", text, problems)
                .filter(tree -> problems.isEmpty())
                .map(Documents::copyOf)
                .map(Object::toString);
    }
}
