package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.Sallyport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at any moment, the gateway has on record whatever any client received of it. */
final class CrashTest {
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 6;

    /** By then every client is in full flight. */
    private static final int WARM = 200;

    private static final int LONGEST_MORE = 400;

    /** A name of a column survives the normaliser; no two statements have the same. */
    private static final Pattern MARKER = Pattern.compile("q_\\d+_\\d+_\\d+");

    @TempDir Path folder;

    @AfterEach
    void leaveNothingRunning() throws IOException {
        for (ProcessHandle left : RunningDemo.postgres(folder.resolve("data"))) {
            left.destroyForcibly();
        }
    }

    @Test
    void hasOnRecordWhateverAClientReceivedBeforeAKill()
            throws IOException, InterruptedException, ExecutionException {
        Path data = folder.resolve("data");
        Set<String> received = ConcurrentHashMap.newKeySet();
        SplittableRandom random = new SplittableRandom(9);

        for (int round = 0; round < ROUNDS; round++) {
            RunningDemo demo = RunningDemo.start(data);
            hammerAndKill(demo, round, random.nextInt(LONGEST_MORE), received);

            assertThat(received).hasSizeGreaterThan(WARM * (round + 1));
            assertThat(onRecord(demo.record())).containsAll(received);
            Program.Finished verified = Sallyport.program("audit", "verify", data.toString()).run();
            assertThat(verified.exit()).as(verified.output()).isZero();
        }
        RunningDemo.start(data).close();
        assertThat(RunningDemo.postgres(data)).isEmpty();
        assertThat(onRecord(data.resolve("audit"))).containsAll(received);
        Program.Finished verified = Sallyport.program("audit", "verify", data.toString()).run();
        assertThat(verified.exit()).as(verified.output()).isZero();
        assertThat(verified.output()).startsWith("OK");
    }

    /** Kills when {@link #WARM} and some more results are there: a moment no client knows. */
    private static void hammerAndKill(RunningDemo demo, int round, int more, Set<String> received)
            throws InterruptedException, ExecutionException {
        CountDownLatch warm = new CountDownLatch(WARM + more);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String prefix = "q_" + round + "_" + client + "_";
                clients.add(threads.submit(() -> hammer(demo, prefix, received, warm)));
            }
            assertThat(warm.await(1, TimeUnit.MINUTES)).isTrue();
            demo.kill();
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    /** Asks one thing after the other until the connection is gone. */
    private static void hammer(
            RunningDemo demo, String prefix, Set<String> received, CountDownLatch warm) {
        try (Connection nora = demo.connect("nora")) {
            for (int number = 0; ; number++) {
                String marker = prefix + number;
                String sql = "SELECT id AS " + marker + " FROM patients LIMIT 3";
                assertThat(Rows.of(nora, sql)).isNotEmpty();
                received.add(marker);
                warm.countDown();
            }
        } catch (SQLException killed) {
            // As expected; what was received until then is what counts.
        }
    }

    private static Set<String> onRecord(Path record) {
        try (Stream<LoggedEvent> events = LogReader.read(record)) {
            return events.map(LoggedEvent::json)
                    .filter(json -> json.contains("\"phase\":\"done\""))
                    .flatMap(json -> MARKER.matcher(json).results())
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
        }
    }
}
