package dev.sallyport.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport drift …}. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description =
                "Say what changed in the databases since Sallyport last changed them. Exit 2 when"
                        + " something did.",
        subcommands = {
            DriftCommand.Revert.class,
            DriftCommand.Accept.class,
            DriftCommand.Install.class
        })
final class DriftCommand implements Asking {
    @Mixin private DeploymentOption data = new DeploymentOption();

    @Mixin private FormOption form = new FormOption();

    @Option(names = "--watch", description = "go on, and print what is found as it is found")
    private boolean watch;

    @Override
    public Request request() {
        return new Request.DriftList(
                data.path(), form.form(), watch ? Request.Watching.ON : Request.Watching.OFF);
    }

    /** {@code sallyport drift revert}. */
    @Command(
            name = "revert",
            mixinStandardHelpOptions = true,
            description =
                    "Undo what is named, or everything: what is Sallyport's own by plan, the rest"
                            + " within what `manage:` names. Exit 2 when something is left.")
    static final class Revert implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(
                arity = "0..*",
                paramLabel = "ID",
                description = "as `sallyport drift` lists it")
        private List<String> ids = List.of();

        @Override
        public Request request() {
            return new Request.DriftRevert(data.path(), ids);
        }
    }

    /** {@code sallyport drift accept}. */
    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description =
                    "Keep it: write a new column's class into the policy folder, or an exception"
                            + " until its day.")
    static final class Accept implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(arity = "1", paramLabel = "ID", description = "as `sallyport drift` lists it")
        private String id = "";

        @Option(names = "--reason", paramLabel = "WORDS", description = "why it may stay")
        private @Nullable String reason;

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description = "the day it is drift again, 2027-01-31; begins in UTC")
        private @Nullable LocalDate until;

        @Option(
                names = "--class",
                paramLabel = "CLASS",
                description = "the class of a new column; written into the policy folder")
        private @Nullable String dataClass;

        @Override
        public Request request() {
            return new Request.DriftAccept(
                    data.path(),
                    id,
                    Optional.ofNullable(reason),
                    Optional.ofNullable(until)
                            .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()),
                    Optional.ofNullable(dataClass));
        }
    }

    /** {@code sallyport drift install}. */
    @Command(
            name = "install",
            mixinStandardHelpOptions = true,
            description =
                    "Have the databases note who changes them: two event triggers and, where it is"
                            + " there, pg_walinspect. Drift is seen without them, too.")
    static final class Install implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Override
        public Request request() {
            return new Request.DriftInstall(data.path());
        }
    }
}
