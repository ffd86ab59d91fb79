package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the deployment keeps everything. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "demo-data",
            description = "the deployment's folder (default: ./${DEFAULT-VALUE})")
    private Path data = Path.of("demo-data");

    Path path() {
        return absolute(data);
    }

    /** Relative to where the person stands, whoever does the work in the end. */
    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    static Optional<Path> absoluteIfGiven(@Nullable Path path) {
        return Optional.ofNullable(path).map(DataOption::absolute);
    }
}
