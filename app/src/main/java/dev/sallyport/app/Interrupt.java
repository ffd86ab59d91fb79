package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or a polite kill: stops what runs, in order, and ends the program without a failure. */
final class Interrupt implements Closeable {
    /** Longer than PostgreSQL's own patience when it is told to stop. */
    private static final int LONGEST_STOP_SECONDS = 90;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook;

    private Interrupt(Running running, Terminal terminal) {
        this.hook = new Thread(() -> stop(running, terminal), "interrupt");
    }

    static Interrupt stopping(Running running, Terminal terminal) {
        Interrupt interrupt = new Interrupt(running, terminal);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    /** Until somebody presses Ctrl-C. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    private void stop(Running running, Terminal terminal) {
        asked.countDown();
        terminal.say("Stopping …");
        try {
            // Also while starting: what is just being started is stopped as soon as it is there.
            running.close();
            boolean all = stopped.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
            terminal.say(all ? "Stopped." : "Stopped what would stop.");
        } catch (IOException | InterruptedException e) {
            terminal.say("Stopped, but not in order; the next start repairs it.");
        }
        // Without this the JVM would end with 130 or 143, which says that something failed.
        Runtime.getRuntime().halt(Exit.DONE.code());
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already, and has been waiting for this.
        }
    }
}
