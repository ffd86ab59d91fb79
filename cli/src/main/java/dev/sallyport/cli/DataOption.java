package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the deployment keeps everything. */
class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the deployment's folder (default: ./demo-data)")
    private @Nullable Path data;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "the configuration of the server meant, instead of --data")
    private @Nullable Path config;

    /** Whoever named a configuration means the folder it names. */
    final void locate(UnaryOperator<Path> dataOf) {
        if (config != null && data != null) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`--config` and `--data` both say which deployment is meant",
                            "give one of them"));
        }
        if (config != null) {
            data = dataOf.apply(absolute(config));
        }
    }

    /** The deployment elsewhere that is meant; none where a command is of this machine only. */
    Optional<Remote> remote() {
        return Optional.empty();
    }

    /** Whether anybody said which folder. */
    final boolean isNamed() {
        return data != null || config != null;
    }

    final Path path() {
        return given().orElseGet(() -> absolute(Path.of("demo-data")));
    }

    final Optional<Path> given() {
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
