package dev.sallyport.cli;

/** Does what a person asked for; the deployment behind the command line. */
public interface Actions {

    /** A {@link dev.sallyport.problem.Refused} thrown here is printed, problem by problem. */
    Exit perform(Request request, Terminal terminal) throws Exception;

    /** Keeps the cause of an unexpected failure where its author can find it; says where. */
    String keep(Throwable failure, Request request);
}
