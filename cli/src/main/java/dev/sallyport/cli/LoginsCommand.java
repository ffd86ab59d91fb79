package dev.sallyport.cli;

import dev.sallyport.cli.LoginRequest.Choice;
import dev.sallyport.cli.LoginRequest.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport logins …}: the logins that the database server had without us. */
@Command(
        name = "logins",
        mixinStandardHelpOptions = true,
        description =
                "Work through the logins that the database server had without us: whose each is,"
                        + " so that it ends with their employment.",
        subcommands = {
            LoginsCommand.List.class,
            LoginsCommand.Map.class,
            LoginsCommand.Unmap.class
        })
final class LoginsCommand {

    /** {@code sallyport logins ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "List every login that is not ours, whose it is, and what is due.")
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Option(names = "--due", description = "only those that somebody has to see to")
        private boolean due;

        @Override
        public Request request() {
            return new LoginRequest.Listing(
                    data.path(), due ? Choice.DUE : Choice.ALL, form.form());
        }
    }

    /** {@code sallyport logins map}. */
    @Command(
            name = "map",
            mixinStandardHelpOptions = true,
            description =
                    "Say whose a login is. It is shut when they are suspended or leave; one of"
                            + " somebody who is gone already is shut at once.")
    static final class Map implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "LOGIN", description = "as `logins ls` names it")
        private String name = "";

        @Option(
                names = "--to",
                required = true,
                paramLabel = "PERSON",
                description = "a login of ours, or the name a directory gives them")
        private String person = "";

        @Option(
                names = "--service",
                description = "a program uses it, and PERSON owns it: it is never shut for them")
        private boolean service;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "how it is known; goes on record")
        private String reason = "";

        @Override
        public Request request() {
            return new LoginRequest.Map(
                    data.path(), name, person, service ? Kind.SERVICE : Kind.PERSON, reason);
        }
    }

    /** {@code sallyport logins unmap}. */
    @Command(
            name = "unmap",
            mixinStandardHelpOptions = true,
            description = "Say that a login is not theirs. Nothing is opened or shut by it.")
    static final class Unmap implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "LOGIN", description = "as `logins ls` names it")
        private String name = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "goes on record")
        private String reason = "";

        @Override
        public Request request() {
            return new LoginRequest.Unmap(data.path(), name, reason);
        }
    }
}
