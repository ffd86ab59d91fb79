package dev.sallyport.wire;

/** The longest a length field may say, with the reason for each. */
public final class FrameLimit {

    /** The server's own bound of a startup packet: 10,000 bytes after the length field. */
    public static final int STARTUP = 10_000 + Integer.BYTES;

    /**
     * The server takes 65,535. We take no more than of a startup packet: who has not signed in
     * holds no more of our memory than that, and a token that is longer passes no web server.
     */
    public static final int AUTHENTICATION_RESPONSE = 10_000;

    /** The server's bound of a message that carries names only (PQ_SMALL_MESSAGE_LIMIT). */
    public static final int SMALL = 10_000;

    /**
     * The server's bound of everything else (MaxAllocSize): 1 GiB - 1. To be streamed, not held.
     */
    public static final int LARGE = (1 << 30) - 1;

    /**
     * Backend messages that are held whole to be read. The longest honest one is the
     * ParameterDescription of 65,535 parameters, 256 KiB.
     */
    public static final int CONTROL = 1 << 20;

    /** The shortest cancel key of any version of the protocol. */
    public static final int SHORTEST_CANCEL_KEY = 4;

    /** The longest cancel key that protocol 3.2 allows. */
    public static final int LONGEST_CANCEL_KEY = 256;

    private FrameLimit() {}
}
