package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.StatementReading;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What texts cost that many clients send at once, and what becomes of them. */
class ReadersTest {
    private static final int MANY = 300;
    private static final StatementReading EMPTY = new StatementReading.Readable(List.of());

    /** As long as a text may be: copies of all of them would not fit into a test's memory. */
    private final ByteBuf text = Unpooled.copiedBuffer(" ".repeat(4 << 20), StandardCharsets.UTF_8);

    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(1);

    @Test
    void keepsNoCopyOfATextThatWaits() throws Exception {
        CountDownLatch told = new CountDownLatch(MANY);
        try (Readers readers = new Readers(() -> this::held)) {
            for (int i = 0; i < MANY; i++) {
                readers.read(text, (_, _) -> told.countDown(), () -> {});
            }
            mayGoOn.countDown();
            assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(text.refCnt()).isEqualTo(1);
    }

    @Test
    void forgetsTheTextOfWhoHasLeftAtOnce() throws Exception {
        try (Readers readers = new Readers(() -> this::held)) {
            List<Runnable> drops = new ArrayList<>();
            AtomicBoolean told = new AtomicBoolean();
            readers.read(text, (_, _) -> {}, () -> {});
            assertThat(busy.await(1, TimeUnit.MINUTES)).isTrue();
            for (int i = 0; i < MANY; i++) {
                drops.add(readers.read(text, (_, _) -> told.set(true), () -> {}));
            }
            assertThat(text.refCnt()).isEqualTo(1 + MANY);
            drops.forEach(Runnable::run);
            drops.forEach(Runnable::run);
            assertThat(text.refCnt()).isEqualTo(1);

            CountDownLatch last = new CountDownLatch(1);
            readers.read(text, (_, _) -> last.countDown(), () -> {});
            mayGoOn.countDown();
            assertThat(last.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(told).isFalse();
        }
    }

    @Test
    void letsGoOfWhatWaitsWhenItCloses() throws Exception {
        try (Readers readers = new Readers(() -> this::held)) {
            for (int i = 0; i < MANY; i++) {
                readers.read(text, (_, _) -> {}, () -> {});
            }
            assertThat(busy.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(text.refCnt()).isEqualTo(1);
        mayGoOn.countDown();
    }

    /** A session that nobody tells waits for ever. */
    @Test
    void saysThatMemoryHasRunOutAndReadsTheNext() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        CountDownLatch exhausted = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        try (Readers readers =
                new Readers(() ->
                        _ -> {
                            if (full.getAndSet(false)) {
                                throw new OutOfMemoryError("as a text too large");
                            }
                            return EMPTY;
                        })) {
            readers.read(text, (_, _) -> {}, exhausted::countDown);
            assertThat(exhausted.await(1, TimeUnit.MINUTES)).isTrue();
            readers.read(text, (_, _) -> read.countDown(), () -> {});
            assertThat(read.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(text.refCnt()).isEqualTo(1);
    }

    /** A thread that dies says so with a stack trace, and has to make its parser again. */
    @Test
    void goesOnWhereWhoeverAskedHasBeenStopped() throws Exception {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        try (Readers readers = new Readers(() -> _ -> EMPTY)) {
            for (int i = 0; i < 2; i++) {
                readers.read(
                        text,
                        (_, _) -> {
                            threads.add(Thread.currentThread());
                            throw new RejectedExecutionException("event executor terminated");
                        },
                        () -> {});
            }
            assertThat(threads.poll(1, TimeUnit.MINUTES))
                    .isNotNull()
                    .isSameAs(threads.poll(1, TimeUnit.MINUTES));
        }
    }

    private StatementReading held(byte[] utf8) {
        busy.countDown();
        try {
            mayGoOn.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        return EMPTY;
    }
}
