package dev.sallyport.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** People in front of browsers, who answer what the test says when it says it. */
final class FakeBrowsers implements BrowserSignIns {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Duration patience;

    /** Those that nobody waits for any more. */
    final List<String> left = new CopyOnWriteArrayList<>();

    /** What somebody is asked. */
    record Question(Connection connection, String code, Consumer<Verdict> told) {}

    FakeBrowsers(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public Optional<Waiting> ask(Connection connection, Duration longest, Consumer<Verdict> told) {
        String code = "CODE-%04d".formatted(count.incrementAndGet());
        asked.add(new Question(connection, code, told));
        return Optional.of(
                new Waiting() {
                    @Override
                    public URI link() {
                        return URI.create("https://sp.example/confirm?user_code=" + code);
                    }

                    @Override
                    public String code() {
                        return code;
                    }

                    @Override
                    public void leave() {
                        left.add(code);
                    }
                });
    }

    int asked() {
        return count.get();
    }

    Question next() throws InterruptedException {
        Question next = asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody was asked");
        }
        return next;
    }
}
