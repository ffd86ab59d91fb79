package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose policy is meant. */
final class PolicyOption {
    @Option(
            names = "--policy",
            paramLabel = "DIR",
            description = "the policy folder (default: the one the demo was started with)")
    private @Nullable Path policy;

    Optional<Path> given() {
        return DataOption.absoluteIfGiven(policy);
    }
}
