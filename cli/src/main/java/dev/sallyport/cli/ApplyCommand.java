package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Make the database what the policy says; end the sessions of who lost rights.")
final class ApplyCommand implements Asking {
    @Mixin private DeploymentOption data = new DeploymentOption();
    @Mixin private EnvironmentOption environment = new EnvironmentOption();

    @ArgGroup private Source source = new Source();

    /** One of the two. */
    private static final class Source {
        @Option(
                names = "--policy",
                paramLabel = "DIR",
                description = "the policy folder (default: the one the demo was started with)")
        private @Nullable Path policy;

        @Parameters(
                arity = "0..1",
                paramLabel = "FILE",
                description = "a plan kept by `sallyport plan -o FILE`")
        private @Nullable Path plan;
    }

    @Override
    public Request request() {
        return source.plan == null
                ? new Request.ApplyPolicy(
                        data.path(), DataOption.absoluteIfGiven(source.policy), environment.name())
                : new Request.ApplySaved(
                        data.path(), DataOption.absolute(source.plan), environment.name());
    }
}
