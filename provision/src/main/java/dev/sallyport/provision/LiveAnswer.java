package dev.sallyport.provision;

/** What a live database answers to a test, for one account. */
sealed interface LiveAnswer {
    /** What the policy says. */
    record Agrees() implements LiveAnswer {}

    /** Nothing, for no row of it is like the imagined one. */
    record NoRow(String why) implements LiveAnswer {}

    /** Something else. */
    record Disagrees(String says, String does) implements LiveAnswer {}

    /** What counts of two. */
    default LiveAnswer and(LiveAnswer other) {
        return this instanceof Disagrees || other instanceof Agrees ? this : other;
    }
}
