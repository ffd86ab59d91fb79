package dev.sallyport.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport export …}: who wants to take rows away as a file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "List the exports that somebody has to agree to, and answer them.",
        subcommands = {
            ExportCommand.List.class,
            ExportCommand.Approve.class,
            ExportCommand.Refuse.class
        })
final class ExportCommand {
    private static final String ID = "as `sallyport export ls` lists it";

    /** {@code sallyport export ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Say who asks for which export, and what has been agreed to.")
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Override
        public Request request() {
            return new ExportRequest.List(data.path(), form.form());
        }
    }

    /** {@code sallyport export approve}. */
    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Let the person run this statement, whatever its values, for a while.")
    static final class Approve implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(arity = "1", paramLabel = "ID", description = ID)
        private String id = "";

        @Option(
                names = "--by",
                required = true,
                paramLabel = "NAME",
                description = "who answers for it: not the person who asks")
        private String by = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "1h",
                converter = TokenCommand.Lasting.class,
                description = "how long, as 30m or 8h; 24h at most (default: ${DEFAULT-VALUE})")
        private Duration lasts = Duration.ZERO;

        @Override
        public Request request() {
            return new ExportRequest.Approve(data.path(), id, by, lasts);
        }
    }

    /** {@code sallyport export refuse}. */
    @Command(
            name = "refuse",
            mixinStandardHelpOptions = true,
            description = "Do not agree, or take an agreement back.")
    static final class Refuse implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(arity = "1", paramLabel = "ID", description = ID)
        private String id = "";

        @Override
        public Request request() {
            return new ExportRequest.Refuse(data.path(), id);
        }
    }
}
