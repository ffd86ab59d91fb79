package dev.sallyport.control.ldap;

import dev.sallyport.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everybody of an LDAP directory, read to the end.
 *
 * @param problems of groups; those of people stand with them
 */
record Listing(List<Entry> people, List<Problem> problems) {
    Listing {
        people = List.copyOf(people);
        problems = List.copyOf(problems);
    }

    Set<String> ids() {
        return people.stream().map(Entry::id).collect(Collectors.toSet());
    }
}
