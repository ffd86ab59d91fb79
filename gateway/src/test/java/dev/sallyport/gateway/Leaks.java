package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's leak detector, whose reports fail a test instead of going to a log. Netty looks for it by
 * name when its first buffer is made, so the build names it: {@code
 * io.netty.customResourceLeakDetector}.
 *
 * @param <T> what may leak
 */
public final class Leaks<T> extends ResourceLeakDetector<T> {
    private static final List<String> REPORTS = new ArrayList<>();

    /** A leak is reported when a later buffer is made after the collector found the lost one. */
    private static final int COLLECTIONS = 5;

    public Leaks(Class<?> type, int interval) {
        super(type, interval);
    }

    /** As Netty also asks for one. */
    public Leaks(Class<?> type, int interval, long mostAtOnce) {
        this(type, interval);
    }

    /** What was lost up to now, with where it was last touched. */
    static List<String> found() {
        assertThat(getLevel()).isEqualTo(Level.PARANOID);
        assertThat(System.getProperty("io.netty.customResourceLeakDetector"))
                .isEqualTo(Leaks.class.getName());
        for (int time = 0; time < COLLECTIONS; time++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.buffer().release();
        }
        synchronized (REPORTS) {
            return List.copyOf(REPORTS);
        }
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        synchronized (REPORTS) {
            REPORTS.add(type + records);
        }
    }

    @Override
    protected void reportUntracedLeak(String type) {
        reportTracedLeak(type, "");
    }
}
