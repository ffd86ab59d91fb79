package dev.sallyport.cli;

import java.time.Duration;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport api-key …}: what programs ask the control plane with, for a person. */
@Command(
        name = "api-key",
        mixinStandardHelpOptions = true,
        description = "Keep the keys by which programs of people ask the control plane.",
        subcommands = {
            ApiKeyCommand.Issue.class,
            ApiKeyCommand.List.class,
            ApiKeyCommand.Revoke.class
        })
final class ApiKeyCommand {

    /** {@code sallyport api-key issue}. */
    @Command(
            name = "issue",
            mixinStandardHelpOptions = true,
            description = "Make a key for a program of a person and print it, once.")
    static final class Issue implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(
                index = "0",
                paramLabel = "OWNER",
                description =
                        "the login of who answers for it; the key is never more than they are")
        private String owner = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "what it is for")
        private String name = "";

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                required = true,
                description = "what it may, as `people:read`; may be given again")
        private java.util.List<String> scopes = new ArrayList<>();

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "720h",
                converter = TokenCommand.Lasting.class,
                description = "how long, at most a year (default: ${DEFAULT-VALUE}, 30 days)")
        private Duration lasts = Duration.ZERO;

        @Override
        public Request request() {
            return new Request.ApiKeyIssue(
                    data.path(), owner, name, java.util.List.copyOf(scopes), lasts);
        }
    }

    /** {@code sallyport api-key ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Say which keys stand, whose they are, and when each was used last.")
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Override
        public Request request() {
            return new Request.ApiKeyList(data.path(), form.form());
        }
    }

    /** {@code sallyport api-key revoke}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Take a key back: it opens nothing from now on.")
    static final class Revoke implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "ID", description = "as `sallyport api-key ls` lists it")
        private String id = "";

        @Option(
                names = "--reason",
                paramLabel = "WORDS",
                required = true,
                description = "why, for the record")
        private String reason = "";

        @Override
        public Request request() {
            return new Request.ApiKeyRevoke(data.path(), id, reason);
        }
    }
}
