package dev.sallyport.control.oidc;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** How many wait for the provider at once: a slow one leaves threads for everything else. */
final class Turns {
    private final Semaphore free;

    Turns(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    /**
     * @throws Refused SP7142 where all are taken
     */
    <T> T take(Supplier<T> work) {
        if (!free.tryAcquire()) {
            throw new Refused(
                    Problem.of(ProblemCode.SP7142, "too many people sign in at once", "try again"));
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
