package dev.sallyport.control.directory;

import java.time.Instant;
import java.util.Optional;

/**
 * Where somebody stands, and what is known ahead; {@link #at} is the only way from one state to
 * another.
 *
 * @param wanted what the source says: whether the person is to be active within the dates
 * @param begun whether the person ever was active, so that the doors know the login
 * @param ends the first instant after the employment
 */
public record Employment(
        State state,
        boolean wanted,
        boolean begun,
        Optional<Instant> starts,
        Optional<Instant> ends,
        Optional<Instant> leftAt) {

    /** Of somebody nobody knew before. */
    static Employment invited(Terms terms) {
        return new Employment(
                State.INVITED,
                terms.active(),
                false,
                terms.starts(),
                terms.ends(),
                Optional.empty());
    }

    /** What a source says of an employment. */
    public record Terms(boolean active, Optional<Instant> starts, Optional<Instant> ends) {}

    Employment with(Terms terms) {
        return new Employment(state, terms.active(), begun, terms.starts(), terms.ends(), leftAt);
    }

    /** Where the person stands at an instant. */
    Employment at(Instant now) {
        State due = due(now);
        if (due == State.LEFT) {
            return state == State.LEFT ? this : left(now);
        }
        return new Employment(
                due, wanted, begun || due == State.ACTIVE, starts, ends, Optional.empty());
    }

    /** Whoever has left is not wanted, so that only a new word of the source brings them back. */
    Employment left(Instant now) {
        return new Employment(State.LEFT, false, begun, starts, ends, Optional.of(now));
    }

    boolean hasEnded(Instant now) {
        return ends.filter(end -> !now.isBefore(end)).isPresent();
    }

    private State due(Instant now) {
        if (hasEnded(now)) {
            return State.LEFT;
        }
        if (wanted && starts.filter(now::isBefore).isEmpty()) {
            return State.ACTIVE;
        }
        return switch (state) {
            case INVITED -> State.INVITED;
            case ACTIVE, SUSPENDED -> State.SUSPENDED;
            case LEFT -> wanted ? State.INVITED : State.LEFT;
        };
    }
}
