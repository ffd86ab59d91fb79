package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.problem.ProblemCode.SP7206;

import java.util.Optional;

/**
 * Whoever changes the directory.
 *
 * @param name as the record has it, such as {@code cli:root}
 * @param login the person, also where a key of theirs asks; empty for an account of the machine
 */
public record Actor(String name, Optional<String> login) {
    /**
     * Nobody changes what ends with their own employment, or who says that it has ended.
     *
     * @throws dev.sallyport.problem.Refused SP7206 where it is their own
     */
    public void demandOther(Person person) {
        boolean isOwn =
                login.filter(own ->
                                own.equals(person.login())
                                        || person.accountLogin().filter(own::equals).isPresent())
                        .isPresent();
        if (isOwn) {
            throw refused(SP7206, "nobody changes their own standing", "ask somebody else who may");
        }
    }
}
