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

/** {@code sallyport saw}: who saw patient 42, and why. */
@Command(
        name = "saw",
        mixinStandardHelpOptions = true,
        description =
                "Say from the record who was shown rows about a subject, when, how and what for.")
final class SawCommand implements Asking {
    @Mixin private DeploymentOption data = new DeploymentOption();

    @Mixin private FormOption form = new FormOption();

    @Parameters(paramLabel = "SUBJECT", description = "its key, as the policy's `subject` names it")
    private String subject = "";

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description = "only from then on, as 2026-11-21T00:00:00Z (default: all of the record)")
    private @Nullable Instant since;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description =
                    "the record of a gateway elsewhere, or a copy, beside our own; repeatable")
    private List<Path> records = new ArrayList<>();

    @Override
    public Request request() {
        return new Request.Saw(
                data.path(),
                subject,
                Optional.ofNullable(since),
                records.stream().map(Path::toAbsolutePath).toList(),
                form.form());
    }
}
