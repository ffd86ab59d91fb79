package dev.sallyport.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The key that a backup was sealed under. */
final class KeyOption {
    @Option(
            names = "--key",
            paramLabel = "KEYFILE",
            required = true,
            description = "the file with the key it was sealed under")
    private Path key = Path.of("");

    Path file() {
        return DataOption.absolute(key);
    }
}
