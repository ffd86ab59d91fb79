package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport enforcement}. */
@Command(
        name = "enforcement",
        mixinStandardHelpOptions = true,
        description =
                "Say of every rule who enforces it: the database, the gateway, or nobody, so that"
                        + " plan refuses it. Exit 2 when something is refused.")
final class EnforcementCommand implements Asking {
    @Mixin private DeploymentOption data = new DeploymentOption();
    @Mixin private EnvironmentOption environment = new EnvironmentOption();
    @Mixin private FormOption form = new FormOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "POLICY",
            description = "the policy folder (default: the one the demo was started with)")
    private @Nullable Path policy;

    /** Who names a deployment is told what its databases would refuse, too. */
    @Override
    public Request request() {
        return new Request.Enforcement(
                data.path(),
                DataOption.absoluteIfGiven(policy),
                environment.name(),
                form.form(),
                data.given().isPresent() ? Request.Depth.DATABASES : Request.Depth.FILES);
    }
}
