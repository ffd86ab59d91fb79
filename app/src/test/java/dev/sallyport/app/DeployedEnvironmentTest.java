package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment stands in one environment, named once. */
final class DeployedEnvironmentTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir Path folder;

    @Test
    void takesTheOnlyOneUnasked() throws IOException {
        assertThat(standing().choose(declaring("prod"), NONE)).contains("prod");
        assertThat(standing().choose(declaring(), NONE)).isEmpty();
    }

    @Test
    void asksWhichOneOfTwoAndRemembersIt() throws IOException {
        Policy policy = declaring("prod", "staging");
        refuses(policy, NONE, "none is named");
        refuses(policy, Optional.of("prd"), "did you mean `prod`?");

        standing().keep(standing().choose(policy, Optional.of("prod")));

        assertThat(standing().choose(policy, NONE)).contains("prod");
        refuses(policy, Optional.of("staging"), "stands in `prod`");
        refuses(declaring("staging"), NONE, "no environment `prod`");
    }

    @Test
    void refusesOneWhereThePolicyKnowsNone() throws IOException {
        refuses(declaring(), Optional.of("prod"), "declares no environment");
    }

    private void refuses(Policy policy, Optional<String> named, String why) {
        assertThatThrownBy(() -> standing().choose(policy, named))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problems().toString()).contains("SP3020", why));
    }

    private DeployedEnvironment standing() throws IOException {
        return DeployedEnvironment.at(folder);
    }

    private Policy declaring(String... environments) throws IOException {
        Path written = Files.createTempDirectory(folder, "policy");
        StringBuilder text = new StringBuilder("version: 1\n");
        if (environments.length > 0) {
            text.append("environments:\n");
        }
        for (String name : environments) {
            text.append("  ").append(name).append(": {label: One, colour: red}\n");
        }
        text.append(
                """
                databases:
                  d: {engine: postgresql, manage: {schemas: [s]}}
                classes:
                  k.one: {label: One, risk: low}
                """);
        Files.writeString(written.resolve("10-catalog.yaml"), text);
        return switch (PolicyReader.read(written)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }
}
