package dev.sallyport.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport server}. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Open the gateway in front of the databases a file names; SIGTERM stops it.")
final class ServerCommand implements Asking {
    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Request request() {
        Path file = config.file();
        return new Request.Server(file.resolveSibling("data"), file);
    }
}
