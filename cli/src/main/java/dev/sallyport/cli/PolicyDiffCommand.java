package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport policy diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Say who gains and who loses between two folders. Exit 2 when anybody does.")
final class PolicyDiffCommand implements Asking {
    @Mixin private DataOption data = new DataOption();
    @Mixin private FormOption form = new FormOption();

    @Option(
            names = "--people",
            paramLabel = "FILE",
            description = "the people for both (default: people.yaml beside each folder)")
    private @Nullable Path people;

    @Parameters(index = "0", paramLabel = "OLD", description = "the policy folder as it was")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "the policy folder as it is to be")
    private Path after = Path.of("");

    @Override
    public Request request() {
        return new Request.PolicyDiff(
                data.path(),
                DataOption.absolute(before),
                DataOption.absolute(after),
                DataOption.absoluteIfGiven(people),
                form.form());
    }
}
