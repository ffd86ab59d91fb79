package dev.sallyport.policy.explain;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/** The policies that are shipped, with their people, on a day of 2026. */
final class Example {
    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private Example() {}

    static Path folder(String name) {
        return Path.of(
                Objects.requireNonNull(System.getProperty("sallyport.root")), "examples", name);
    }

    static Explanations named(String name) {
        return of(folder(name).resolve("policy"), folder(name).resolve("people.yaml"));
    }

    static Explanations of(Path policy, Path people) {
        return new Explanations(policy(policy), people(people), NOW);
    }

    private static Policy policy(Path folder) {
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted(var policy, var ignored) -> policy;
            case PolicyReading.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Directory people(Path file) {
        return switch (DirectoryReader.read(file)) {
            case DirectoryReading.Accepted(var directory) -> directory;
            case DirectoryReading.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }
}
