package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport policy …}: reads files, needs no database. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Check, test, format and compare policy folders; learn saved queries.",
        subcommands = {
            PolicyCommand.Check.class,
            PolicyCommand.Test.class,
            PolicyDiffCommand.class,
            PolicyFmtCommand.class,
            PolicyLearnCommand.class,
            PolicySchemaCommand.class
        })
final class PolicyCommand {

    /** {@code sallyport policy check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Read the folder and say everything that is wrong with it, by file and line.")
    static final class Check implements Asking {
        @Mixin private DataOption data = new DataOption();

        @Parameters(arity = "0..1", paramLabel = "DIR", description = "the policy folder")
        private @Nullable Path folder;

        @Override
        public Request request() {
            return new Request.PolicyCheck(data.path(), DataOption.absoluteIfGiven(folder));
        }
    }

    /** {@code sallyport policy test}. */
    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description =
                    "Run the tests written in the folder, with --live in the databases, too. Exit"
                            + " 2 when one fails.")
    static final class Test implements Asking {
        @Mixin private DataOption data = new DataOption();
        @Mixin private EnvironmentOption environment = new EnvironmentOption();

        @Option(
                names = "--live",
                description =
                        "ask each database as the people a test imagines; nothing stays changed")
        private boolean live;

        @Parameters(arity = "0..1", paramLabel = "DIR", description = "the policy folder")
        private @Nullable Path folder;

        @Override
        public Request request() {
            Optional<Path> named = DataOption.absoluteIfGiven(folder);
            return live
                    ? new Request.LiveTests(data.path(), named, environment.name())
                    : new Request.PolicyTests(data.path(), named);
        }
    }
}
