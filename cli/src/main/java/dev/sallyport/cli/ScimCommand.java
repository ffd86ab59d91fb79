package dev.sallyport.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport scim …}: which directories tell us of people. */
@Command(
        name = "scim",
        mixinStandardHelpOptions = true,
        description = "Give directories tokens to tell the control plane of people with.",
        subcommands = {ScimCommand.Issue.class, ScimCommand.List.class, ScimCommand.Revoke.class})
final class ScimCommand {

    /** {@code sallyport scim issue}. */
    @Command(
            name = "issue",
            mixinStandardHelpOptions = true,
            description = "Make a token for a directory and print it, once.")
    static final class Issue implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "NAME", description = "whose it is, as on record: `okta`")
        private String name = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "8760h",
                converter = TokenCommand.Lasting.class,
                description = "how long, as 720h (default: ${DEFAULT-VALUE}, a year)")
        private Duration lasts = Duration.ZERO;

        @Override
        public Request request() {
            return new Request.ScimIssue(data.path(), name, lasts);
        }
    }

    /** {@code sallyport scim ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Say which directories have a token, and until when.")
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Override
        public Request request() {
            return new Request.ScimList(data.path(), form.form());
        }
    }

    /** {@code sallyport scim revoke}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Take a token back: whoever has it is refused from now on.")
    static final class Revoke implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "ID", description = "as `sallyport scim ls` lists it")
        private String id = "";

        @Override
        public Request request() {
            return new Request.ScimRevoke(data.path(), id);
        }
    }
}
