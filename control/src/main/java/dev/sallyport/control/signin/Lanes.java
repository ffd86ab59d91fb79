package dev.sallyport.control.signin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many passwords are hashed at once, since each takes {@link HashCost#memoryKib}. Who comes
 * from where they came from before has a lane of their own, so that a crowd of strangers cannot
 * keep them waiting.
 */
final class Lanes {
    /** Two hashes at once in all: 64 MiB, and one core is left for the rest. */
    private static final int AT_ONCE = 1;

    /** Each waits for those before; more of them would take the server's threads from others. */
    static final int WAITING = 8;

    /** A queue's worth of hashes. */
    private static final Duration WAIT = Duration.ofSeconds(3);

    private final Lane familiar = new Lane();
    private final Lane strange = new Lane();

    /** Does the work when it is its turn; empty where the queue is full. */
    <T> Optional<T> take(Familiarity who, Supplier<T> work) {
        Lane lane =
                switch (who) {
                    case KNOWN_HERE -> familiar;
                    case NEW_HERE -> strange;
                };
        return lane.take(work);
    }

    private static final class Lane {
        private final Semaphore queue = new Semaphore(AT_ONCE + WAITING);
        private final Semaphore turn = new Semaphore(AT_ONCE, true);

        <T> Optional<T> take(Supplier<T> work) {
            if (!queue.tryAcquire()) {
                return Optional.empty();
            }
            try {
                return inTurn(work);
            } finally {
                queue.release();
            }
        }

        private <T> Optional<T> inTurn(Supplier<T> work) {
            if (!hasTurn()) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                turn.release();
            }
        }

        private boolean hasTurn() {
            try {
                return turn.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
