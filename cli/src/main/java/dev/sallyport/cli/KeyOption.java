package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key that a backup was sealed under. */
final class KeyOption {
    @Option(
            names = "--key",
            paramLabel = "KEYFILE",
            description = "the file with the key it was sealed under")
    private @Nullable Path key;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "a configuration whose `backup: {key: …}` says where that key is, instead of"
                            + " --key: in Vault, for one; nothing else of it need be right")
    private @Nullable Path config;

    /** Empty where a configuration is named. */
    Optional<Path> file() {
        requireOne();
        return DataOption.absoluteIfGiven(key);
    }

    /** Empty where a file is named. */
    Optional<Path> config() {
        requireOne();
        return DataOption.absoluteIfGiven(config);
    }

    private void requireOne() {
        if ((key == null) == (config == null)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "a backup is opened by one key",
                            "name it by `--key KEYFILE`, or by `-c FILE`, not both"));
        }
    }
}
