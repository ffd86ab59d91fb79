package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.Optional;

/** What became of a question to a person in front of a browser. */
public sealed interface Answer {

    /** They confirmed it; whoever asked fetches a token. */
    record Confirmed(Proven by) implements Answer {}

    /**
     * They confirmed it, and have a token for it whose secret nobody knows.
     *
     * @param proved when they proved a second factor; empty where nobody says that they did
     */
    record Given(String id, Instant until, Optional<Instant> proved) implements Answer {}

    /** Somebody said no. */
    record Declined() implements Answer {}

    /** Somebody proved to be another person than the one it is about. */
    record SomebodyElse() implements Answer {}

    /** They confirmed it, and hold nothing that it could open. */
    record Nothing() implements Answer {}

    /** They confirmed it, and something of ours broke before it counted. */
    record Broken() implements Answer {}

    /** Whoever asked has gone. */
    record Left() implements Answer {}
}
