package dev.sallyport.app;

/** Who gives orders at the command line, as the record names them. */
final class Operator {
    private Operator() {}

    /** The account of the machine. */
    static String name() {
        return System.getProperty("user.name");
    }
}
