package dev.sallyport.gateway;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.ProblemCode;

/**
 * So many rows that one rule lets somebody take.
 *
 * @param meter the name under which a person's rows count, whatever the session
 * @param code what somebody is told who reaches it
 * @param whose whose rule it is, as {@code role `nurse`}
 * @param owner who is asked for more
 * @param rule where it stands
 * @param then what else happens where somebody reaches it
 */
record Cap(
        String meter,
        Span span,
        long rows,
        ProblemCode code,
        String whose,
        String owner,
        Place rule,
        Then then) {

    /** What happens beside the end of the statement. */
    enum Then {
        NOTHING,
        ALERT
    }

    /** How long a row counts. */
    enum Span {
        QUERY("of one query", 0),
        HOUR("in an hour", 60),
        DAY("in a day", 24 * 60);

        private final String words;
        private final int minutes;

        Span(String words, int minutes) {
            this.words = words;
            this.minutes = minutes;
        }

        String words() {
            return words;
        }

        /** Beside the minute it is taken in. */
        int minutes() {
            return minutes;
        }
    }

    /** Whether rows of several statements count together. */
    boolean isMetered() {
        return span != Span.QUERY;
    }
}
