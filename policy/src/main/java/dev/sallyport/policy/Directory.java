package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The people as last told. */
public record Directory(Map<String, Person> people) {

    public Directory {
        people = Ordered.copyOf(people);
    }

    /**
     * Somebody who works here.
     *
     * @param login the name they sign in with; also their native account's name
     * @param attributes what scopes ask about, each with any number of values
     */
    public record Person(
            String login,
            String name,
            Set<String> groups,
            Map<String, List<String>> attributes,
            Place place) {

        public Person {
            groups = Set.copyOf(groups);
            attributes = Ordered.copyOf(attributes);
        }
    }
}
