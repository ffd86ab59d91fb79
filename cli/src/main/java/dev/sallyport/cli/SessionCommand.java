package dev.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport session …}: who is in the data right now. */
@Command(
        name = "session",
        mixinStandardHelpOptions = true,
        description = "List, watch, end and talk to the sessions of a running gateway.",
        subcommands = {
            SessionCommand.List.class,
            SessionCommand.Show.class,
            SessionCommand.Watch.class,
            SessionCommand.Kill.class,
            SessionCommand.Message.class
        })
final class SessionCommand {
    private static final String ID = "as `sallyport session ls` lists it, or how it begins";

    /** {@code sallyport session ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Say who is signed in, since when, and when each session ends.")
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Override
        public Request request() {
            return new Request.SessionList(data.path(), form.form(), Request.Watching.OFF);
        }
    }

    /** {@code sallyport session watch}. */
    @Command(
            name = "watch",
            mixinStandardHelpOptions = true,
            description = "Go on, and print each session as it opens, changes or ends.")
    static final class Watch implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Override
        public Request request() {
            return new Request.SessionList(data.path(), Request.Form.TEXT, Request.Watching.ON);
        }
    }

    /** {@code sallyport session show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Say everything of one session.")
    static final class Show implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Parameters(arity = "1", paramLabel = "ID", description = ID)
        private String id = "";

        @Override
        public Request request() {
            return new Request.SessionShow(data.path(), id, form.form());
        }
    }

    /** {@code sallyport session kill}. */
    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description = "End one session, and what it runs; the person is told the reason.")
    static final class Kill implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(arity = "1", paramLabel = "ID", description = ID)
        private String id = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "WORDS",
                description = "told to the person, and on record")
        private String reason = "";

        @Override
        public Request request() {
            return new Request.SessionKill(data.path(), id, reason);
        }
    }

    /** {@code sallyport session message}. */
    @Command(
            name = "message",
            mixinStandardHelpOptions = true,
            description = "Say something to the person of one session, as a notice.")
    static final class Message implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(index = "0", arity = "1", paramLabel = "ID", description = ID)
        private String id = "";

        @Parameters(index = "1", arity = "1", paramLabel = "WORDS", description = "one line")
        private String words = "";

        @Override
        public Request request() {
            return new Request.SessionMessage(data.path(), id, words);
        }
    }
}
