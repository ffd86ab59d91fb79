package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the role is opened in an emergency, without asking anybody.
 *
 * @param needs what must be said
 * @param stepUp the second proof of who somebody is, as {@code mfa}
 * @param remember how long the same person is not asked again about the same subject
 * @param skipWhen scopes whose rows are no emergency
 * @param tell who hears of it
 * @param reviewWithin until when somebody must have looked at it
 */
public record BreakGlass(
        List<Party> eligible,
        Set<String> needs,
        Optional<String> stepUp,
        Span max,
        Optional<Span> remember,
        List<String> skipWhen,
        List<String> tell,
        Optional<Span> reviewWithin,
        Place place) {

    public BreakGlass {
        eligible = List.copyOf(eligible);
        needs = Ordered.copyOf(needs);
        skipWhen = List.copyOf(skipWhen);
        tell = List.copyOf(tell);
    }
}
