package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module that runs is the published one taken apart, and nothing else. */
final class SplitModuleTest {
    private static final Path GRAMMAR = Project.ROOT.resolve("grammar");
    private static final Path PUBLISHED = GRAMMAR.resolve("src/test/wasm/libpg-query.wasm");
    private static final Path SPLIT = GRAMMAR.resolve("src/main/wasm/libpg-query-split.wasm");

    @Test
    void theModulesAreThoseThatTheirOriginNames() throws Exception {
        assertThat(checksum(PUBLISHED))
                .isEqualTo("378b64e6182f65c71ad5dbd2c31c81e9dfed7d2f2debfb4b51c0d0de8fa2ae36");
        assertThat(checksum(SPLIT))
                .isEqualTo("38cb2103d0b742f4ab768588d7501a999e43a20822d52fb2c74ea1ae571444b1");
    }

    @Test
    void theSplitModuleAnswersAsThePublishedOneDoes() {
        WasmModule published = Parser.parse(PUBLISHED);
        Function<Instance, com.dylibso.chicory.runtime.Machine> interpreted =
                InterpreterMachine::new;
        PostgresParser.Running one = new PostgresParser.Running(published, interpreted);
        PostgresParser.Running two = new PostgresParser.Running();
        List<String> texts =
                Stream.of("split.txt", "effects.txt", "relations.txt", "shapes.txt")
                        .flatMap(Table::lines)
                        .map(line -> line.split(" ⇒ ", -1)[0].replace('␤', '\n'))
                        .filter(text -> text.length() < 300)
                        .toList();
        for (String text : texts) {
            for (String query : List.of(text, text + " x'", text.substring(text.length() / 2))) {
                byte[] utf8 = query.getBytes(StandardCharsets.UTF_8);
                assertThat(two.parse(utf8, 0, utf8.length))
                        .as(query)
                        .isEqualTo(one.parse(utf8, 0, utf8.length));
            }
        }
    }

    private static String checksum(Path file) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
