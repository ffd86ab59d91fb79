package dev.sallyport.control.directory;

import dev.sallyport.problem.Problem;

/** Whoever is called when something needs a person; never waits, never throws. */
@FunctionalInterface
public interface Alarms {
    void raise(Problem problem);
}
