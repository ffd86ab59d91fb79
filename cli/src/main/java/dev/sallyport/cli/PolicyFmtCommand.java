package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport policy fmt}. */
@Command(
        name = "fmt",
        mixinStandardHelpOptions = true,
        description = "Write the folder's files in the one form; comments, order and meaning stay.")
final class PolicyFmtCommand implements Asking {
    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--check",
            description = "write nothing, name the files that are not in it; exit 2 when one is")
    private boolean check;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "the policy folder")
    private @Nullable Path folder;

    @Override
    public Request request() {
        return new Request.PolicyFormat(
                data.path(),
                DataOption.absoluteIfGiven(folder),
                check ? Request.Touch.CHECK : Request.Touch.WRITE);
    }
}
