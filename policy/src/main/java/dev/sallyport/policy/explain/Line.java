package dev.sallyport.policy.explain;

import dev.sallyport.problem.Place;
import java.util.List;
import java.util.Optional;

/**
 * One role against the three questions.
 *
 * @param gift what it gives; empty where nothing of it
 * @param rules the lines that say so
 */
record Line(
        String role,
        Optional<Gift> gift,
        Claim.State claim,
        Cell gives,
        Cell isYours,
        Cell holds,
        List<Place> rules) {

    Line {
        rules = List.copyOf(rules);
    }

    Cell.Truth opens() {
        return gives.truth().and(isYours.truth()).and(holds.truth());
    }

    boolean isOpen() {
        return opens() == Cell.Truth.YES;
    }

    /** Nothing of it is masked. */
    boolean isWhole() {
        return gift.map(found -> found.masked().isEmpty()).orElse(false);
    }

    Json json() {
        return new Json()
                .put("role", role)
                .put("gives", gives.json())
                .put("yours", isYours.json())
                .put("condition", holds.json())
                .list("rules", rules);
    }
}
