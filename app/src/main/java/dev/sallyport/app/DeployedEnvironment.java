package dev.sallyport.app;

import static dev.sallyport.problem.ProblemCode.SP3020;

import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import dev.sallyport.problem.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The environment a deployment stands in: named once, kept with it, never another. */
final class DeployedEnvironment {
    private final Path file;

    private final Optional<String> configured;

    private DeployedEnvironment(Path file, Optional<String> configured) {
        this.file = file;
        this.configured = configured;
    }

    static DeployedEnvironment in(DataDirectory directory) throws IOException {
        return at(directory.path());
    }

    /** As a deployment in that folder would have it, whoever has it open. */
    static DeployedEnvironment at(Path folder) throws IOException {
        return new DeployedEnvironment(
                folder.resolve("environment"),
                KnownConfig.of(folder).flatMap(ServerConfig::environment));
    }

    /** What is named now or configured, else what was named first, else the only one there is. */
    Optional<String> choose(Policy policy, Optional<String> asked) throws IOException {
        Optional<String> named = asked.or(() -> configured);
        Set<String> declared = policy.catalog().environments().keySet();
        Optional<String> kept = kept();
        if (declared.isEmpty()) {
            named.ifPresent(name ->
                    refuse(policy, "the policy declares no environment", "leave `--env` out"));
            return Optional.empty();
        }
        if (named.isPresent() && kept.isPresent() && !named.equals(kept)) {
            refuse(
                    policy,
                    "this deployment stands in `" + kept.get() + "`, not in `" + named.get() + "`",
                    "use another `--data`");
        }
        Optional<String> name =
                named.or(() -> kept)
                        .or(() ->
                                declared.size() == 1
                                        ? declared.stream().findFirst()
                                        : Optional.empty());
        if (name.isEmpty()) {
            refuse(
                    policy,
                    "the policy is for environments `"
                            + String.join("`, `", declared)
                            + "`, and none is named",
                    "say which one this is: `--env NAME`");
        }
        name.filter(one -> !declared.contains(one))
                .ifPresent(one ->
                        refuse(
                                policy,
                                "the policy has no environment `" + one + "`",
                                Spelling.nearest(one, declared)
                                        .map(near -> "did you mean `" + near + "`?")
                                        .orElse("declare it under `environments:`")));
        return name;
    }

    Optional<String> kept() throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    /** From here on the deployment stands there. */
    void keep(Optional<String> environment) throws IOException {
        if (environment.isPresent()) {
            Folders.write(file, (environment.get() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void refuse(Policy policy, String message, String instead) {
        Place place =
                policy.catalog().environments().values().stream()
                        .findFirst()
                        .map(Environment::place)
                        .orElse(Place.line("policy", 0));
        throw new Refused(Problem.at(place, SP3020, message, instead));
    }
}
