package dev.sallyport.app;

import dev.sallyport.cli.Terminal;
import java.io.Closeable;

/** The steps of a start as they happen, one line each with the time it took. */
final class Progress implements Closeable {
    private static final double NANOS = 1e9;

    private final Terminal terminal;
    private long begun;
    private boolean open;

    Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    void begin(String step) {
        end();
        begun = System.nanoTime();
        open = true;
        terminal.out().print("%-48s …".formatted(step));
        terminal.out().flush();
    }

    void end() {
        if (open) {
            terminal.say(" %.1f s".formatted((System.nanoTime() - begun) / NANOS));
            open = false;
        }
    }

    /** A step that fails leaves its line, so that what is said of it stands alone. */
    @Override
    public void close() {
        if (open) {
            terminal.say("");
            open = false;
        }
    }
}
