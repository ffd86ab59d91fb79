package dev.sallyport.control.ldap;

import dev.sallyport.control.directory.Person.Told;
import dev.sallyport.problem.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * One person as the LDAP directory has them.
 *
 * @param id which never changes, whatever the entry is called
 * @param shown where the entry stands, for people to find it
 * @param saying empty where the entry does not say all that is needed, which is then the problem
 */
record Entry(
        String id,
        String shown,
        Optional<Saying> saying,
        Set<String> groups,
        Optional<Problem> problem) {

    Entry {
        groups = Set.copyOf(groups);
    }

    /**
     * What an entry says.
     *
     * @param active whether the account may be used
     * @param login where the directory knows it
     */
    record Saying(Told told, boolean active, Optional<String> login) {}
}
