package dev.sallyport.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport audit …}: reads the record, needs no database and no server. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Verify and read the record.",
        subcommands = {AuditCommand.Verify.class, AuditCommand.Show.class})
final class AuditCommand {

    /** {@code sallyport audit verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Say OK, or which event is wrong; exit 2 when one is.")
    static final class Verify implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(
                arity = "0..1",
                paramLabel = "DIR",
                description = "the record's folder (default: audit in --data)")
        private @Nullable Path folder;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description =
                        "a copy of the deployment's keys/record.vkey (default: that of the"
                                + " deployment named, or that DIR lies in)")
        private @Nullable Path key;

        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description =
                        "a copy of the record's `checkpoint` made before: the record has to go on"
                                + " from it")
        private @Nullable Path checkpoint;

        @Override
        public Request request() {
            return new AuditRequest.Verify(
                    data.path(),
                    DataOption.absoluteIfGiven(folder),
                    data.isNamed() ? AuditRequest.Signer.NAMED : AuditRequest.Signer.FOUND,
                    DataOption.absoluteIfGiven(key),
                    DataOption.absoluteIfGiven(checkpoint));
        }
    }

    /** {@code sallyport audit show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print the last events, oldest first.")
    static final class Show implements Asking {
        @Mixin private DeploymentOption data = new DeploymentOption();

        @Parameters(
                arity = "0..1",
                paramLabel = "DIR",
                description = "the record's folder (default: audit in --data)")
        private @Nullable Path folder;

        @Option(
                names = "--person",
                paramLabel = "LOGIN",
                description = "only what this person did, and what was done to them")
        private @Nullable String person;

        @Option(
                names = "--type",
                paramLabel = "PREFIX",
                description = "only events whose type begins so, as person.left; repeatable")
        private List<String> types = new ArrayList<>();

        @Option(
                names = "--since",
                paramLabel = "INSTANT",
                description =
                        "only from then on, as 2026-11-21T00:00:00Z (default: all of the record)")
        private @Nullable Instant since;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "how many at most (default: ${DEFAULT-VALUE})")
        private int limit;

        @Override
        public Request request() {
            return new AuditRequest.Show(
                    data.path(),
                    DataOption.absoluteIfGiven(folder),
                    Optional.ofNullable(person),
                    types,
                    Optional.ofNullable(since),
                    limit);
        }
    }
}
