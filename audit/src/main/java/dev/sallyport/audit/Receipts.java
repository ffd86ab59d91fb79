package dev.sallyport.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** How far the log is durable, told to those who wait for it. */
final class Receipts {
    /** How long a session may wait; longer than one fsync, shorter than a client's patience. */
    static final Duration RECEIPT_WAIT = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<AuditUnavailable>> failureListeners = new ArrayList<>();
    private volatile long durable;
    private @Nullable AuditUnavailable failure;

    Receipts(long durable) {
        this.durable = durable;
    }

    long durable() {
        return durable;
    }

    void onDurable(LongConsumer listener) {
        listeners.add(listener);
    }

    /** A listener that comes after the failure hears of it at once. */
    void onFailure(Consumer<AuditUnavailable> listener) {
        AuditUnavailable known;
        lock.lock();
        try {
            known = failure;
            if (known == null) {
                failureListeners.add(listener);
            }
        } finally {
            lock.unlock();
        }
        if (known != null) {
            listener.accept(known);
        }
    }

    /** The one place that says durable: only the committer calls it, only after a force. */
    void advance(long events) {
        lock.lock();
        try {
            durable = events;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
        for (var listener : listeners) {
            listener.accept(events);
        }
    }

    void fail(AuditUnavailable why) {
        List<Consumer<AuditUnavailable>> told;
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = why;
            told = List.copyOf(failureListeners);
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
        for (var listener : told) {
            listener.accept(why);
        }
    }

    boolean failed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    void await(long index) {
        if (index < durable) {
            return;
        }
        lock.lock();
        try {
            long left = RECEIPT_WAIT.toNanos();
            while (index >= durable) {
                refuseIfOver(left);
                left = advanced.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw AuditUnavailable.because("the wait for the record was interrupted", "");
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfOver(long left) {
        if (failure != null) {
            throw failure;
        }
        if (left <= 0) {
            throw AuditUnavailable.because(
                    "the record was not durable within " + RECEIPT_WAIT.toSeconds() + " s",
                    "try again later");
        }
    }
}
