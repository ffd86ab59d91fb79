package dev.sallyport.gateway;

import dev.sallyport.grammar.StatementReader;
import dev.sallyport.sql.StatementReading;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read texts never seen before, so that no event loop waits for the grammar. A
 * session has at most one text here, and drops it when it ends.
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

    private final ThreadLocal<Function<byte[], StatementReading>> reader;
    private final ExecutorService shorts =
            Executors.newFixedThreadPool(
                    Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                    threads("reader"));
    private final ExecutorService longs = Executors.newFixedThreadPool(1, threads("long-reader"));

    Readers() {
        this(() -> {
            StatementReader grammar = new StatementReader();
            return utf8 -> grammar.read(utf8, 0, utf8.length);
        });
    }

    /**
     * @param grammar makes what one thread reads with
     */
    Readers(Supplier<Function<byte[], StatementReading>> grammar) {
        reader = ThreadLocal.withInitial(grammar);
    }

    /**
     * Reads a text that nobody changes meanwhile; tells on its own thread. While it waits for its
     * turn there is no copy of it: many long ones wait at once, if somebody wants them to.
     *
     * @param exhausted instead of {@code told} where memory has run out, and will be there again
     * @return what drops it, as long as it waits; it does nothing later
     */
    Runnable read(ByteBuf utf8, BiConsumer<byte[], StatementReading> told, Runnable exhausted) {
        ExecutorService threads = utf8.readableBytes() <= SHORT_BYTES ? shorts : longs;
        Task task = new Task(utf8.retainedSlice(), told, exhausted);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            task.drop();
            throw closed;
        }
        return task::drop;
    }

    /** Gets ready before anybody asks, without anybody waiting. */
    void warm() {
        for (String text : USUAL) {
            read(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), (_, _) -> {}, () -> {});
        }
    }

    @Override
    public void close() {
        Stream.of(shorts, longs)
                .flatMap(threads -> threads.shutdownNow().stream())
                .forEach(never -> ((Task) never).drop());
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(null, task, name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }

    private final class Task implements Runnable {
        private final AtomicReference<@Nullable ByteBuf> utf8;
        private final BiConsumer<byte[], StatementReading> told;
        private final Runnable exhausted;

        Task(ByteBuf utf8, BiConsumer<byte[], StatementReading> told, Runnable exhausted) {
            this.utf8 = new AtomicReference<>(utf8);
            this.told = told;
            this.exhausted = exhausted;
        }

        @Override
        public void run() {
            ByteBuf taken = utf8.getAndSet(null);
            if (taken != null) {
                read(taken);
            }
        }

        private void read(ByteBuf taken) {
            try {
                tell(taken);
            } catch (RejectedExecutionException stopped) {
                // Its event loop is, and so is whoever asked.
            }
        }

        private void tell(ByteBuf taken) {
            byte[] text;
            StatementReading reading;
            try {
                text = copied(taken);
                reading = reader.get().apply(text);
            } catch (OutOfMemoryError full) {
                // What it was in the middle of is of no use any more.
                reader.remove();
                exhausted.run();
                return;
            }
            told.accept(text, reading);
        }

        private static byte[] copied(ByteBuf taken) {
            try {
                return ByteBufUtil.getBytes(taken);
            } finally {
                taken.release();
            }
        }

        void drop() {
            ByteBuf waiting = utf8.getAndSet(null);
            if (waiting != null) {
                waiting.release();
            }
        }
    }
}
