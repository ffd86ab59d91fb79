package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which policy and which people a question is about. */
final class SourceOptions {
    @Mixin private DeploymentOption data = new DeploymentOption();

    @Mixin private PolicyOption policy = new PolicyOption();

    @Option(
            names = "--people",
            paramLabel = "FILE",
            description = "the people (default: people.yaml beside the policy folder)")
    private @Nullable Path people;

    Path data() {
        return data.path();
    }

    Request.Source source() {
        return new Request.Source(policy.given(), DataOption.absoluteIfGiven(people));
    }
}
