package dev.sallyport.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The file a server is configured by. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "the server's configuration, such as sallyport.yaml")
    private Path config = Path.of("sallyport.yaml");

    Path file() {
        return DataOption.absolute(config);
    }
}
