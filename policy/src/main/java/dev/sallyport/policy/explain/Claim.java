package dev.sallyport.policy.explain;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * How somebody stands to a role.
 *
 * @param because the assignment in words, as {@code group nurses}
 * @param until the first instant at which it is gone; empty where none is written
 * @param place the assignment's line
 */
record Claim(State state, String because, Optional<Instant> until, Optional<Place> place) {

    /** From having it to having nothing to do with it. */
    enum State {
        HELD,
        /** May ask for it; it gives nothing until then. */
        ELIGIBLE,
        /** May open it in an emergency. */
        BREAK_GLASS,
        /** Has it in another environment. */
        ELSEWHERE,
        EXPIRED,
        NONE
    }

    static Claim none(String because) {
        return new Claim(State.NONE, because, Optional.empty(), Optional.empty());
    }

    Cell cell() {
        return state == State.HELD ? Cell.yes(words()) : Cell.no(words());
    }

    String words() {
        return switch (state) {
            case HELD -> because + until.map(end -> " until " + Moment.words(end)).orElse("");
            case ELIGIBLE -> because + " may ask for it";
            case BREAK_GLASS -> because + " may break the glass";
            case ELSEWHERE -> because + " has it in another environment";
            case EXPIRED ->
                    because
                            + " had it"
                            + until.map(end -> " until " + Moment.words(end)).orElse("");
            case NONE -> because;
        };
    }
}
