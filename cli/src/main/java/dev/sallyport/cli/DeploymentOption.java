package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which deployment is asked: one of this machine by its folder, or one elsewhere by its API. */
final class DeploymentOption extends DataOption {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "the control plane of a deployment elsewhere, instead of --data")
    private @Nullable URI server;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "with --server: who vouches for it, as PEM (default: as `login`)")
    private @Nullable Path issuers;

    // A key among the arguments would stand in the list of processes.
    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "with --server: a file that only you may read, with an API key (default: the"
                            + " token of the last `login`)")
    private @Nullable Path key;

    @Override
    Optional<Remote> remote() {
        if (server == null) {
            if (issuers != null || key != null) {
                throw refused("`--ca` and `--key-file` are for a deployment elsewhere", "--server");
            }
            return Optional.empty();
        }
        if (isNamed()) {
            throw refused("`--server` and a folder both say which deployment is meant", "one");
        }
        return Optional.of(new Remote(server, absoluteIfGiven(issuers), absoluteIfGiven(key)));
    }

    private static Refused refused(String message, String what) {
        return new Refused(Problem.of(ProblemCode.SP6007, message, "give " + what));
    }
}
