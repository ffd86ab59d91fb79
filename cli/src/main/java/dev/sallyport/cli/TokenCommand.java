package dev.sallyport.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code sallyport token …}: secrets to sign in with that end by themselves. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description =
                "Give people, services and agents tokens to sign in with, and take them back.",
        subcommands = {
            TokenCommand.Issue.class,
            TokenCommand.List.class,
            TokenCommand.Revoke.class
        })
final class TokenCommand {

    /** {@code sallyport token issue}. */
    @Command(
            name = "issue",
            mixinStandardHelpOptions = true,
            description =
                    "Make a token and print it, once; it works as the password until it ends.")
    static final class Issue implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "LOGIN", description = "who is to sign in with it")
        private String login = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "8h",
                converter = Lasting.class,
                description = "how long, as 30m or 8h; 24h at most (default: ${DEFAULT-VALUE})")
        private Duration lasts = Duration.ZERO;

        @Override
        public Request request() {
            return new Request.TokenIssue(data.path(), login, lasts);
        }
    }

    /** {@code sallyport token ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Say who has a token, and until when.")
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Override
        public Request request() {
            return new Request.TokenList(data.path(), form.form());
        }
    }

    /** {@code sallyport token revoke}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Take a token back; its sessions end within a second.")
    static final class Revoke implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "TOKEN", description = "as `sallyport token ls` lists it")
        private String id = "";

        @Override
        public Request request() {
            return new Request.TokenRevoke(data.path(), id);
        }
    }

    /** Minutes or hours, as people say them. */
    static final class Lasting implements ITypeConverter<Duration> {
        private static final Pattern WORDS = Pattern.compile("([0-9]{1,4})([mh])");

        @Override
        public Duration convert(String word) {
            Matcher fields = WORDS.matcher(word);
            if (!fields.matches()) {
                throw new TypeConversionException("`" + word + "` is no time such as 30m or 8h");
            }
            int count = Integer.parseInt(fields.group(1));
            return fields.group(2).equals("m")
                    ? Duration.ofMinutes(count)
                    : Duration.ofHours(count);
        }
    }
}
