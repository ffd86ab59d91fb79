package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema that is shipped is the one the grammar makes, and the examples point at it. */
final class PolicySchemaTest {
    private static final Path ROOT =
            Path.of(Objects.requireNonNull(System.getProperty("sallyport.root")));
    private static final Path SHIPPED = ROOT.resolve("docs/reference/policy-1.schema.json");

    @Test
    void isShippedAsItIs() throws IOException {
        assertThat(Files.readString(SHIPPED))
                .as("run `./sallyport policy schema > docs/reference/policy-1.schema.json`")
                .isEqualTo(PolicySchema.json());
    }

    @Test
    void isNamedInTheFirstLineOfEveryExample() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            for (Path file : files.filter(PolicySchemaTest::isPolicy).toList()) {
                String first = Files.readAllLines(file).getFirst();
                assertThat(first).startsWith("# yaml-language-server: $schema=");
                Path named = file.resolveSibling(first.substring(first.indexOf('=') + 1));
                assertThat(named.normalize()).isEqualTo(SHIPPED);
            }
        }
    }

    private static boolean isPolicy(Path file) {
        return file.toString().replace('\\', '/').matches(".*/policy/[^/]+\\.yaml");
    }
}
