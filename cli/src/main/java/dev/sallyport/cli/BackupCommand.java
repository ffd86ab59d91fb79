package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport backup …}: a copy of a server that nobody can read or change without a key. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Keep a server's state, keys, policy, configuration and record in one sealed file,"
                        + " while it runs or not.",
        subcommands = {BackupCommand.Verify.class})
final class BackupCommand implements Asking {
    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "where the backup goes; nothing is overwritten")
    private @Nullable Path to;

    @Option(
            names = "--key",
            paramLabel = "KEYFILE",
            description =
                    "a file with 32 random bytes in base64, for its owner alone"
                            + " (default: what `backup: {key: …}` of the configuration names)")
    private @Nullable Path key;

    /** Required by itself: `backup verify` has no such option. */
    @Override
    public Request request() {
        Path file =
                DataOption.absoluteIfGiven(to)
                        .orElseThrow(() ->
                                new Refused(
                                        Problem.of(
                                                ProblemCode.SP6007,
                                                "`sallyport backup` needs `--to FILE`",
                                                "say where the backup goes")));
        return new BackupRequest.Make(data.path(), file, DataOption.absoluteIfGiven(key));
    }

    /** {@code sallyport backup verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Read a backup whole, verify the record in it, and say what it holds and from"
                            + " when.")
    static final class Verify implements Asking {
        @Parameters(paramLabel = "FILE", description = "the backup")
        private Path file = Path.of("");

        @Mixin private KeyOption key = new KeyOption();

        @Override
        public Request request() {
            Path backup = DataOption.absolute(file);
            return new BackupRequest.Verify(
                    backup.resolveSibling(""), backup, key.file(), key.config());
        }
    }
}
