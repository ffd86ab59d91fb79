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
record Question(
        Who who, Verb verb, Target target, Map<String, String> row, Circumstances circumstances) {

    Question {
        row = Map.copyOf(row);
    }

    Directory.Person person() {
        return who.person();
    }
}
