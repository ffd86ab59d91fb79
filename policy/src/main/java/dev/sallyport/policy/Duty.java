package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.List;
import java.util.Set;

/** A rule that keeps duties apart, or accepts that two of them meet. */
public sealed interface Duty {

    String name();

    Place place();

    /**
     * Roles of which nobody holds two, inherited ones counted.
     *
     * @param env where it holds; empty for every environment
     */
    record NeverBoth(String name, List<String> roles, Set<String> env, Reach reach, Place place)
            implements Duty {
        public NeverBoth {
            roles = List.copyOf(roles);
            env = Ordered.copyOf(env);
        }
    }

    /** How far apart two roles are kept. */
    enum Reach {
        /** Nobody holds both. */
        EVER,
        /** Who holds both does not use both in one session. */
        SESSION
    }

    /** Nobody says yes to their own request. */
    record FourEyes(String name, Place place) implements Duty {}

    /**
     * Nobody alone reviews what they wrote.
     *
     * @param files of the policy folder
     */
    record SoleReviewer(String name, List<String> files, Place place) implements Duty {
        public SoleReviewer {
            files = List.copyOf(files);
        }
    }

    /** Two roles that together re-identify, accepted for a reason. */
    record Acceptance(String name, List<String> roles, String reason, Place place) implements Duty {
        public Acceptance {
            roles = List.copyOf(roles);
        }
    }
}
