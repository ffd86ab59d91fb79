package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import java.io.Closeable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ctrl-C ends what goes on and on like any other command: in order, with its exit code. */
final class Departure implements Closeable {
    /** A database that was started for it is stopped first. */
    private static final int LONGEST_SECONDS = 90;

    private final CompletableFuture<Exit> ended = new CompletableFuture<>();
    private final Thread hook;
    private volatile boolean asked;

    private Departure(Runnable leave) {
        this.hook = new Thread(() -> depart(leave), "departure");
    }

    /**
     * @param leave tells whoever does the work, if that is somebody else
     */
    static Departure from(Request request, Runnable leave) {
        Departure departure = new Departure(leave);
        if (goesOn(request)) {
            Runtime.getRuntime().addShutdownHook(departure.hook);
        }
        return departure;
    }

    /** Whether a command ends only when somebody ends it. */
    static boolean goesOn(Request request) {
        return switch (request) {
            case Request.DriftList list -> list.watching() == Request.Watching.ON;
            case Request.SessionList list -> list.watching() == Request.Watching.ON;
            case Request _ -> false;
        };
    }

    boolean isAsked() {
        return asked;
    }

    Exit end(Exit exit) {
        ended.complete(exit);
        return exit;
    }

    private void depart(Runnable leave) {
        asked = true;
        leave.run();
        Exit exit = Exit.FAILED;
        try {
            exit = ended.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // What does not end is ended here; the next start repairs it.
        }
        // Without this the JVM would end with 130 or 143, which says that something failed.
        Runtime.getRuntime().halt(exit.code());
    }

    @Override
    public void close() {
        end(Exit.FAILED);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already, and has been waiting for this.
        }
    }
}
