package dev.sallyport.control.console;

/** Port: what happened is put on record. */
@FunctionalInterface
public interface ConsoleRecord {

    /** Returns when it is durable; it counts only then. */
    void append(ConsoleEvent event);
}
