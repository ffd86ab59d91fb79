package dev.sallyport.app;

/** Who gives orders at the command line, as the record names them. */
final class Operator {
    /** Whom the kernel names at the other end of the control socket, while it is served. */
    static final ScopedValue<String> CALLER = ScopedValue.newInstance();

    /** Before who asks over the API: no account of a machine has a colon in its name. */
    static final String ELSEWHERE = "console:";

    private Operator() {}

    /** The account of the machine that gave the order, not the one the server runs as. */
    static String name() {
        return CALLER.orElse(System.getProperty("user.name"));
    }

    /** The same among those who change the directory: at this machine, or elsewhere. */
    static String actor() {
        String name = name();
        return name.startsWith(ELSEWHERE) ? name : "cli:" + name;
    }
}
