package dev.sallyport.cli;

import java.nio.file.Path;

/** Does what a person asked for; the deployment behind the command line. */
public interface Actions {

    /** A {@link dev.sallyport.problem.Refused} thrown here is printed, problem by problem. */
    Exit perform(Request request, Terminal terminal) throws Exception;

    /**
     * Has a deployment elsewhere do it. Whoever does not take command lines is not asked.
     *
     * @throws dev.sallyport.problem.Refused also where it refuses
     */
    default Exit perform(Request request, Remote remote, Terminal terminal) throws Exception {
        throw new UnsupportedOperationException();
    }

    /**
     * The data directory that a configuration names, made where it is not there. Whoever does not
     * take command lines is not asked.
     */
    default Path data(Path config) {
        throw new UnsupportedOperationException();
    }

    /** Keeps the cause of an unexpected failure where its author can find it; says where. */
    String keep(Throwable failure, Request request);
}
