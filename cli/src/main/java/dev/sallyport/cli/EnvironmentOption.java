package dev.sallyport.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of the policy's environments a deployment stands in. */
final class EnvironmentOption {
    @Option(
            names = "--env",
            paramLabel = "NAME",
            description = "the environment this is (default: as before, or the only one)")
    private @Nullable String environment;

    Optional<String> name() {
        return Optional.ofNullable(environment);
    }
}
