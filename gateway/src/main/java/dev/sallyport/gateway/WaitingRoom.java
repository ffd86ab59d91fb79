package dev.sallyport.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/** Log-ins that wait for a database that is full or down; so many and no more. */
final class WaitingRoom {
    /** Each knocks about once a second: a load that a database with trouble still bears. */
    static final int SEATS = 100;

    private final AtomicInteger taken = new AtomicInteger();

    /** Whether there was a seat; who has one must leave. */
    boolean enter() {
        if (taken.incrementAndGet() <= SEATS) {
            return true;
        }
        taken.decrementAndGet();
        return false;
    }

    void leave() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }
}
