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
            description = "the deployment's folder (default: ./demo-data)")
    private @Nullable Path data;

    Path path() {
        return given().orElseGet(() -> absolute(Path.of("demo-data")));
    }

    Optional<Path> given() {
        return absoluteIfGiven(data);
    }

    /** Relative to where the person stands, whoever does the work in the end. */
    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    static Optional<Path> absoluteIfGiven(@Nullable Path path) {
        return Optional.ofNullable(path).map(DataOption::absolute);
    }
}
