package dev.sallyport.gateway;

import dev.sallyport.grammar.StatementReader;
import dev.sallyport.sql.StatementReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * The threads that read texts never seen before, so that no event loop waits for the grammar. A
 * session has at most one text here, so the queue is no longer than there are sessions.
 */
final class Readers implements AutoCloseable {
    /** Room for nesting as deep as the grammar takes. */
    private static final long STACK_BYTES = 16 << 20;

    /** Longer texts have a thread of their own, so that no short one waits seconds for them. */
    private static final int SHORT_BYTES = 16 << 10;

    /** Each holds a parser of 36 MiB or more. */
    private static final int MOST_THREADS = 2;

    /** What loads the grammar, and has the JVM compile the ways most texts take. */
    private static final List<String> USUAL =
            List.of(
                    "select a, t.b, count(*) from s.t join u on t.a = u.a where b = 'x' and c > 1",
                    "insert into t (a, b) values (1, 'x') returning a",
                    "update t set a = $1 where b in (1, 2)",
                    "begin; set search_path to s, public");

    private final ThreadLocal<StatementReader> reader =
            ThreadLocal.withInitial(StatementReader::new);
    private final ExecutorService shorts =
            Executors.newFixedThreadPool(
                    Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                    threads("reader"));
    private final ExecutorService longs = Executors.newFixedThreadPool(1, threads("long-reader"));

    /** Reads a text that nobody changes meanwhile; tells on its own thread. */
    void read(byte[] utf8, Consumer<StatementReading> told) {
        ExecutorService threads = utf8.length <= SHORT_BYTES ? shorts : longs;
        threads.execute(() -> told.accept(reader.get().read(utf8, 0, utf8.length)));
    }

    /** Gets ready before anybody asks, without anybody waiting. */
    void warm() {
        for (String text : USUAL) {
            read(text.getBytes(StandardCharsets.UTF_8), _ -> {});
        }
    }

    @Override
    public void close() {
        shorts.shutdownNow();
        longs.shutdownNow();
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(null, task, name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }
}
