package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Make a server's folder of a backup; tokens, keys of the API and browser sessions"
                        + " that were live in it are void.")
final class RestoreCommand implements Asking {
    @Parameters(paramLabel = "FILE", description = "the backup")
    private Path file = Path.of("");

    @Mixin private KeyOption key = new KeyOption();

    @Option(
            names = "--data",
            paramLabel = "NEWDIR",
            required = true,
            description = "the folder to make; it must not be there, or be empty")
    private Path data = Path.of("");

    @Option(
            names = "--left",
            paramLabel = "FILE",
            description = "logins, one a line, of who has left since: they are suspended")
    private @Nullable Path left;

    @Override
    public Request request() {
        return new BackupRequest.Restore(
                DataOption.absolute(data),
                DataOption.absolute(file),
                key.file(),
                key.config(),
                DataOption.absoluteIfGiven(left));
    }
}
