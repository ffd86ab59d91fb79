package dev.sallyport.wire;

/** Why a SCRAM conversation ends without a sign-in. */
public enum ScramRefusal {
    /** Not a message of the mechanism chosen, or out of turn. SQLSTATE 08P01. */
    MALFORMED("08P01"),
    /** To act as somebody else is not supported. SQLSTATE 0A000. */
    OTHER_IDENTITY("0A000"),
    /** A kind of channel binding that we do not have. SQLSTATE 08P01. */
    UNKNOWN_BINDING("08P01"),
    /** Somebody hid from the client that we can bind. SQLSTATE 28000. */
    DOWNGRADED("28000"),
    /** Bound to another connection than this one. SQLSTATE 28000. */
    WRONG_BINDING("28000"),
    /** Not who knows the password; the same for a name nobody has. SQLSTATE 28P01. */
    WRONG_PROOF("28P01"),
    /** The server asks for too few or too many iterations. SQLSTATE 08P01. */
    UNREASONABLE_ITERATIONS("08P01"),
    /** The server ended the conversation with an error of its own. SQLSTATE 28000. */
    REFUSED_BY_SERVER("28000"),
    /** The server does not know the password's verifier either. SQLSTATE 08P01. */
    WRONG_SERVER_SIGNATURE("08P01");

    private final String sqlState;

    ScramRefusal(String sqlState) {
        this.sqlState = sqlState;
    }

    public String sqlState() {
        return sqlState;
    }
}
