package dev.sallyport.conformance;

/** The two ways to the database. */
enum Door {
    /** A direct connection as the person's own account, whose password no person knows. */
    NATIVE,
    GATEWAY
}
