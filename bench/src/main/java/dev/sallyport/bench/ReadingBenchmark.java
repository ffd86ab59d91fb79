package dev.sallyport.bench;

import dev.sallyport.grammar.StatementReader;
import dev.sallyport.sql.KnownTexts;
import dev.sallyport.sql.Normaliser;
import dev.sallyport.sql.StatementReading;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long a statement is read for: at first sight, by the grammar, and when it comes again. {@code
 * bench/reading.sh} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 4)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC", "-XX:-DontCompileHugeMethods"})
public class ReadingBenchmark {
    private static final String POINT = "SELECT abalance FROM pgbench_accounts WHERE aid = 12345;";
    private static final String REPORT =
            """
            SELECT o.id, o.total, c.name, count(*) FROM orders o JOIN customers c ON c.id = o.customer_id
            WHERE o.created_at > now() - interval '7 days' AND c.region IN ('EU', 'US') AND o.status = 'paid'
            GROUP BY o.id, o.total, c.name HAVING count(*) > 1 ORDER BY o.total DESC LIMIT 100 OFFSET 10
            """;

    @Param({"point", "report"})
    private String query = "point";

    private final StatementReader reader = new StatementReader();
    private final Normaliser normaliser = new Normaliser();
    private final KnownTexts<StatementReading> known = new KnownTexts<>();
    private byte[] text = new byte[0];

    /** Has the statement known before it is asked for again. */
    @Setup
    public void prepare() {
        text = (query.equals("point") ? POINT : REPORT).getBytes(StandardCharsets.UTF_8);
        known.keep(text, reader.read(text, 0, text.length));
    }

    /** A text never seen before. */
    @Benchmark
    public StatementReading firstSight() {
        return reader.read(text, 0, text.length);
    }

    /** A text seen before. */
    @Benchmark
    public @Nullable StatementReading seen() {
        return known.find(text, text.length);
    }

    /** What a text costs more whose literals were not seen before. */
    @Benchmark
    public Normaliser.Outcome normalised() {
        return normaliser.normalise(text, 0, text.length);
    }

    /**
     * @param arguments none
     */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder().include(ReadingBenchmark.class.getName()).build()).run();
    }
}
