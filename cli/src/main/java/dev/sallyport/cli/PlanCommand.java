package dev.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Say what apply would change; changes nothing. Exit 2 when it would.")
final class PlanCommand implements Asking {
    @Mixin private DeploymentOption data = new DeploymentOption();
    @Mixin private EnvironmentOption environment = new EnvironmentOption();

    @Option(names = "--sql", description = "print every statement, too")
    private boolean sql;

    @Mixin private FormOption form = new FormOption();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "keep the plan in a file that apply takes")
    private @Nullable Path save;

    @Mixin private PolicyOption policy = new PolicyOption();

    @Override
    public Request request() {
        return new Request.Plan(
                data.path(),
                policy.given(),
                sql ? Request.Detail.SQL : Request.Detail.SUMMARY,
                form.form(),
                DataOption.absoluteIfGiven(save),
                environment.name());
    }
}
