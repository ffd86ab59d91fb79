package dev.sallyport.policy;

/** How long a session keeps an account of its person at the database to itself. */
public enum Pooling {
    /** Until it ends. */
    SESSION("session"),
    /** For a transaction at a time, so that many sessions need few accounts. */
    TRANSACTION("transaction");

    private final String word;

    Pooling(String word) {
        this.word = word;
    }

    /** As the policy says it. */
    public String word() {
        return word;
    }
}
