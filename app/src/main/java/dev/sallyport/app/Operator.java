package dev.sallyport.app;

/** Who gives orders at the command line, as the record names them. */
final class Operator {
    /** Whom the kernel names at the other end of the control socket, while it is served. */
    static final ScopedValue<String> CALLER = ScopedValue.newInstance();

    private Operator() {}

    /** The account of the machine that gave the order, not the one the server runs as. */
    static String name() {
        return CALLER.orElse(System.getProperty("user.name"));
    }
}
