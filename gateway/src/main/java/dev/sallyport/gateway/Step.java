package dev.sallyport.gateway;

/** What became of the message at the reader index of a client's relay. */
enum Step {
    /** Forwarded, or answered otherwise; go on. */
    DONE,
    /** Not all there yet. */
    MORE,
    /** It may not go on yet: the record, an answer, an account or its reading comes first. */
    WAIT,
    /** The connection is over. */
    END
}
