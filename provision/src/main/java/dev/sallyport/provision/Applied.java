package dev.sallyport.provision;

import dev.sallyport.problem.Problem;

/** What came of applying a plan. */
public sealed interface Applied {

    /**
     * The database is as wanted; seen, not assumed.
     *
     * @param changes how many were made
     * @param ended how many sessions of people who lost something were ended
     */
    record Done(int changes, int ended) implements Applied {}

    /** It is not as wanted; the problem says whether anything was changed. */
    record Failed(Problem problem) implements Applied {}
}
