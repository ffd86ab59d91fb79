package dev.sallyport.policy.explain;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * How somebody stands to a role.
 *
 * @param by the assignment in words, as {@code group nurses}; empty where there is none
 * @param until the first instant at which it is gone; empty where it does not end
 * @param place the assignment's line
 */
record Claim(State state, String by, Optional<Instant> until, Optional<Place> place) {
    static final Claim NONE =
            new Claim(State.NONE, "not assigned", Optional.empty(), Optional.empty());

    /** The best one first; of two alike the one that lasts longer. */
    static final Comparator<Claim> BEST =
            Comparator.comparing(Claim::state)
                    .thenComparing(claim -> claim.until().orElse(Instant.MAX), Comparator.reverseOrder());

    /** From having it to having nothing to do with it. */
    enum State {
        HELD,
        /** May ask for it; it gives nothing until then. */
        ELIGIBLE,
        /** Has it in another environment. */
        ELSEWHERE,
        EXPIRED,
        NONE
    }

    Cell cell() {
        return state == State.HELD ? Cell.yes(words()) : Cell.no(words());
    }

    String words() {
        return switch (state) {
            case HELD -> by + until.map(end -> " until " + Moment.words(end)).orElse("");
            case ELIGIBLE -> by + " may ask for it";
            case ELSEWHERE -> by + " in another environment only";
            case EXPIRED -> by + " ended " + until.map(Moment::words).orElse("");
            case NONE -> by;
        };
    }
}
