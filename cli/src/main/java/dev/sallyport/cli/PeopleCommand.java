package dev.sallyport.cli;

import dev.sallyport.cli.PeopleRequest.Effect;
import dev.sallyport.cli.PeopleRequest.Keeper;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport people …}: who works here, as the control plane knows it. */
@Command(
        name = "people",
        mixinStandardHelpOptions = true,
        description = "Look at who works here, and take people from a table or from LDAP.",
        subcommands = {
            PeopleCommand.List.class,
            PeopleCommand.Show.class,
            PeopleCommand.Import.class,
            PeopleCommand.Sync.class,
            PeopleCommand.Hand.class
        })
final class PeopleCommand {
    private static final String NAME = "a login, or the name a directory gives them";

    /** {@code sallyport people ls}. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = {
                "List everybody a directory tells of: state, dates, groups, who tells.",
                "With --kind: agents or services, and who answers for each."
            })
    static final class List implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description = "person, agent or service",
                defaultValue = "person")
        private PeopleRequest.Kind kind = PeopleRequest.Kind.PERSON;

        @Override
        public Request request() {
            return new PeopleRequest.Listing(data.path(), kind, form.form());
        }
    }

    /** {@code sallyport people show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description =
                    "Say everything of one person, agent or service that is no secret, also of who"
                            + " has left: what the doors heard, and what happened last.")
    static final class Show implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Parameters(paramLabel = "NAME", description = NAME)
        private String name = "";

        @Override
        public Request request() {
            return new PeopleRequest.Show(data.path(), name, form.form());
        }
    }

    /** {@code sallyport people import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Take people from a table (CSV): say what it would change, or with --apply"
                            + " change it, all of it or nothing.")
    static final class Import implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "FILE", description = "the table, in UTF-8")
        private Path file = Path.of("");

        @Option(names = "--apply", description = "change it; without it nothing is changed")
        private boolean apply;

        @Option(
                names = "--seen",
                paramLabel = "CODE",
                description = "with --apply: only if it is what the preview with this code said")
        private @Nullable String seen;

        @Override
        public Request request() {
            if (seen != null && !apply) {
                throw new Refused(
                        Problem.of(
                                ProblemCode.SP6007,
                                "`--seen` says nothing without `--apply`",
                                "give both, or neither"));
            }
            return new PeopleRequest.Import(
                    data.path(),
                    DataOption.absolute(file),
                    effect(apply),
                    Optional.ofNullable(seen));
        }
    }

    /** {@code sallyport people sync}. */
    @Command(
            name = "sync",
            mixinStandardHelpOptions = true,
            description = "Read the LDAP directory now instead of when its time has come.")
    static final class Sync implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Mixin private FormOption form = new FormOption();

        @Option(names = "--preview", description = "say what it would change and change nothing")
        private boolean preview;

        @Option(
                names = "--leavers",
                paramLabel = "N",
                description = "let up to N people leave this once, where the bound stops it")
        private @Nullable Integer leavers;

        @Override
        public Request request() {
            if (leavers != null && leavers < 0) {
                throw new Refused(
                        Problem.of(
                                ProblemCode.SP6007,
                                "`--leavers` cannot be `" + leavers + "`",
                                "give how many may leave, from 0"));
            }
            return new PeopleRequest.Sync(
                    data.path(), effect(!preview), Optional.ofNullable(leavers), form.form());
        }
    }

    /** {@code sallyport people hand}. */
    @Command(
            name = "hand",
            mixinStandardHelpOptions = true,
            description =
                    "Have another source keep somebody: what is told of them is its word from"
                            + " now on.")
    static final class Hand implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(paramLabel = "NAME", description = NAME)
        private String name = "";

        @Option(
                names = "--to",
                required = true,
                paramLabel = "SOURCE",
                description = "one of ${COMPLETION-CANDIDATES}")
        private Keeper to = Keeper.SCIM;

        @Override
        public Request request() {
            return new PeopleRequest.Hand(data.path(), name, to);
        }
    }

    private static Effect effect(boolean does) {
        return does ? Effect.APPLY : Effect.PREVIEW;
    }
}
