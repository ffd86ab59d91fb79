package dev.sallyport.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Rows of {@code query ⇒ expected} from a test resource, so that SQL stands there unescaped. */
final class Table {
    private static final String ARROW = " ⇒ ";

    private Table() {}

    static Stream<Arguments> rows(String resource) {
        return lines(resource)
                .map(line -> line.split(ARROW, -1))
                .map(row -> Arguments.of(row[0].replace('␤', '\n'), row[1]));
    }

    static Stream<String> lines(String resource) {
        return text(resource).lines().filter(line -> !line.startsWith("#") && !line.isBlank());
    }

    private static String text(String resource) {
        try (InputStream stream =
                Objects.requireNonNull(Table.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
