package dev.sallyport.policy;

import java.util.List;

/** Who must say yes before a request opens anything. */
public sealed interface Approval {

    /**
     * So many of these people.
     *
     * @param notRequester whether nobody says yes to themselves
     */
    record ByOthers(int any, List<Party> of, boolean notRequester) implements Approval {
        public ByOthers {
            of = List.copyOf(of);
        }
    }

    /** Nobody: the person writes a reason, which is on record. */
    record SelfWithReason() implements Approval {}
}
