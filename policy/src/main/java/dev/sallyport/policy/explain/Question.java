package dev.sallyport.policy.explain;

import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Verb;
import java.util.Map;

/**
 * May this person do this to that, then and there?
 *
 * @param row columns of the row that is meant; empty where any row is
 */
public record Question(
        Directory.Person person,
        Verb verb,
        Target target,
        Map<String, String> row,
        Circumstances circumstances) {

    public Question {
        row = Map.copyOf(row);
    }
}
