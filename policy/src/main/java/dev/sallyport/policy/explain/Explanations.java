package dev.sallyport.policy.explain;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import java.time.Instant;

/**
 * Explains one policy and its people at one instant. Words that mean nothing are refused with every
 * one of them.
 *
 * @param now the time of a question that names none
 */
public record Explanations(Policy policy, Directory directory, Instant now) {

    /** May this person do this, and by which rules? */
    public Why why(Asked asked) {
        return new Inquiry(policy, directory, questions().why(asked, now)).answer();
    }

    /** Who may do this? */
    public WhoCan whoCan(Asked asked) {
        return WhoCan.of(policy, directory, questions().whoCan(asked, now));
    }

    /** What may this person do? */
    public Can can(Asked asked) {
        Who who = questions().can(asked);
        return Can.of(policy, directory, who, questions().time(asked, now, who));
    }

    private Questions questions() {
        return new Questions(policy, directory);
    }
}
