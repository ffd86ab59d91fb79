package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3006;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;

/** Who makes a rule of the policy true. */
public sealed interface Enforcement {

    /** By what, or why not, in a few words. */
    String how();

    /** The database by itself, without the gateway. */
    record Native(String how) implements Enforcement {}

    /** The gateway; on a direct connection nobody does. */
    record Gateway(String how) implements Enforcement {}

    /**
     * Nobody, so no plan is made: a rule that silently does nothing is believed.
     *
     * @param problem what a plan says of it
     */
    record Refused(String how, Problem problem) implements Enforcement {

        static Refused of(String rule, Place place, String why) {
            return new Refused(
                    why,
                    Problem.at(
                            place,
                            SP3006,
                            rule + " is not enforced by any door yet: " + why,
                            "take it out until a door enforces it"));
        }
    }
}
