package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What of the corpus the gateway has to hold has a test, or a reason that the page gives, too. */
final class GatewayAttacksTest {
    private final Map<String, Object> held = held();

    @Test
    void everyEntryOfTheGatewayIsHeldOrAccepted() {
        Set<String> silent = new TreeSet<>(new AttackCorpus().ofTheGateway());
        silent.removeAll(held.keySet());
        assertThat(silent).isEmpty();
    }

    @Test
    void everyNameIsAnEntryAndEveryTestExists() throws IOException {
        assertThat(new AttackCorpus().ids()).containsAll(held.keySet());
        List<String> unknown = new ArrayList<>();
        String scripts =
                Files.readString(
                        Project.ROOT.resolve(
                                "gateway/src/test/resources/dev/sallyport/gateway/wire-scripts.txt"));
        for (String test : tests()) {
            boolean exists =
                    test.matches("\\w+Test\\.\\w+")
                            ? isTest(test)
                            : scripts.contains("\n== " + test + "\n");
            if (!exists) {
                unknown.add(test);
            }
        }
        assertThat(unknown).isEmpty();
    }

    private List<String> tests() {
        return held.values().stream()
                .flatMap(value ->
                        value instanceof List<?> tests
                                ? tests.stream().map(Object::toString)
                                : Stream.empty())
                .distinct()
                .toList();
    }

    private static boolean isTest(String name) {
        String[] parts = name.split("\\.", 2);
        try (Stream<Path> modules = Files.list(Project.ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .anyMatch(sources -> declares(sources, parts[0] + ".java", parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean declares(Path sources, String file, String method) {
        try (Stream<Path> files =
                Files.find(
                        sources,
                        Integer.MAX_VALUE,
                        (path, attributes) -> path.getFileName().toString().equals(file))) {
            return files.anyMatch(path -> text(path).contains(" void " + method + "("));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> held() {
        try (InputStream in =
                GatewayAttacksTest.class.getResourceAsStream("attacks/gateway.yaml")) {
            return (Map<String, Object>)
                    new Load(LoadSettings.builder().build())
                            .loadFromInputStream(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
