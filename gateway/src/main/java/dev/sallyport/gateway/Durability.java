package dev.sallyport.gateway;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditUnavailable;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Wakes what waits for the record on one event loop: once per batch, not once per statement.
 * Everything but {@link #grown} is confined to the loop.
 */
final class Durability {
    /** Something that goes on when the record has grown. */
    interface Waiter {
        /**
         * @param durable how many events are on disk
         */
        void recorded(long durable);
    }

    private final AuditLog log;
    private final EventLoop loop;
    private List<Waiter> waiting = new ArrayList<>();
    private List<Waiter> spare = new ArrayList<>();
    private volatile boolean anybodyWaits;
    private boolean asks;

    Durability(AuditLog log, EventLoop loop) {
        this.log = log;
        this.loop = loop;
    }

    /** How many events are on disk now. */
    long durable() {
        return log.durable();
    }

    /**
     * Puts an event on record; it is forced together with what else this round of the loop brings.
     *
     * @throws AuditUnavailable when it was not taken
     */
    long append(AuditEvent event) {
        long index = log.enqueue(event);
        if (!asks) {
            asks = true;
            try {
                loop.execute(this::ask);
            } catch (RejectedExecutionException _) {
                // The gateway has closed: no later round will come.
                ask();
            }
        }
        return index;
    }

    private void ask() {
        asks = false;
        log.ask();
    }

    /**
     * Wakes the waiter once, after the next batch or soon. Nobody is forgotten: a batch that ends
     * while we register is seen here, one that ends later sees us.
     */
    void await(long index, Waiter waiter) {
        waiting.add(waiter);
        anybodyWaits = true;
        if (index < log.durable()) {
            grown();
        }
    }

    /** Called by the log's writer after each batch. */
    void grown() {
        if (anybodyWaits) {
            anybodyWaits = false;
            try {
                loop.execute(this::wake);
            } catch (RejectedExecutionException _) {
                // The gateway has closed. The log's writer, which calls us, must go on.
            }
        }
    }

    private void wake() {
        List<Waiter> woken = waiting;
        waiting = spare;
        spare = woken;
        long durable = log.durable();
        for (Waiter waiter : woken) {
            waiter.recorded(durable);
        }
        woken.clear();
    }
}
