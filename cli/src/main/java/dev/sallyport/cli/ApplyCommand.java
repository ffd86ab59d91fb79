package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Make the database what the policy says; end the sessions of who lost rights.")
final class ApplyCommand implements Asking {
    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--policy",
            paramLabel = "DIR",
            description = "the policy folder (default: the one the demo was started with)")
    private @Nullable Path policy;

    @Override
    public Request request() {
        return new Request.Apply(data.path(), DataOption.absoluteIfGiven(policy));
    }
}
