package dev.sallyport.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport config …}: a server's configuration. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Look at a server's configuration; opens nothing.",
        subcommands = {ConfigCommand.Show.class})
final class ConfigCommand {

    /** {@code sallyport config show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print every value that holds, or every mistake.")
    static final class Show implements Asking {
        @Mixin private ConfigOption config = new ConfigOption();

        @Option(
                names = "--origin",
                description = "and where each comes from: file and line, a variable, the default")
        private boolean origin;

        @Override
        public Request request() {
            Path file = config.file();
            return new Request.ConfigShow(
                    file.resolveSibling("data"),
                    file,
                    origin ? Request.Origins.SHOWN : Request.Origins.HIDDEN);
        }
    }
}
