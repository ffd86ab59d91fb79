package dev.sallyport.bench;

import dev.sallyport.policy.AccessQuestion;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.FolderReading;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.policy.Verb;
import dev.sallyport.sql.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long the engine thinks: 1,000 roles, 10,000 tables, 100,000 people. {@code
 * bench/decisions.sh} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class DecisionBenchmark {
    private static final int KNOWN = 1_000;
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final PolicyEngine engine;
    private final Entitlements entitlements;
    private final List<AccessQuestion> known = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private int next;

    /** Reads the whole folder and prints how long that took. */
    public DecisionBenchmark() {
        Path folder = written();
        long start = System.nanoTime();
        FolderReading reading =
                FolderReading.of(folder.resolve("policy"), folder.resolve("people.yaml"));
        var policy = (PolicyReading.Accepted) reading.policy();
        var people = (DirectoryReading.Accepted) reading.people();
        Policy read = policy.policy();
        entitlements = Entitlements.at(NOW, read, people.directory());
        engine = new PolicyEngine(read);
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf("%n# loaded in %d ms; %d MiB stay in use%n", millis, used >> 20);
        for (int i = 0; i < KNOWN; i++) {
            known.add(question());
        }
    }

    private static Path written() {
        try {
            Path folder = Files.createTempDirectory("large-policy");
            LargePolicy.write(folder);
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private AccessQuestion question() {
        String person = LargePolicy.person(random.nextInt(LargePolicy.PEOPLE));
        List<String> roles =
                entitlements.of(person).orElseThrow().roles().stream()
                        .map(Entitlements.Held::role)
                        .toList();
        return new AccessQuestion(
                roles,
                "ehr",
                new TableName("s", LargePolicy.table(random.nextInt(LargePolicy.TABLES))),
                Optional.of("c" + random.nextInt(LargePolicy.COLUMNS)),
                Verb.SEE);
    }

    /** One of a thousand questions asked before. */
    @Benchmark
    public Decision cached() {
        next = next + 1 == KNOWN ? 0 : next + 1;
        return engine.decide(known.get(next));
    }

    /** A question of six hundred million; making it is part of the time. */
    @Benchmark
    public Decision fresh() {
        return engine.decide(question());
    }

    /**
     * @param arguments none
     */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder().include(DecisionBenchmark.class.getName()).build()).run();
    }
}
