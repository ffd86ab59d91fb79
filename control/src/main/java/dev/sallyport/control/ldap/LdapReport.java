package dev.sallyport.control.ldap;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.problem.Problem;
import java.util.List;

/**
 * What a round came to, or would.
 *
 * @param people how many the LDAP directory has
 * @param steps what changed, in order
 * @param problems whom it told of in vain; for them all stays as it was
 */
public record LdapReport(int people, List<Step> steps, List<Problem> problems) {
    public LdapReport {
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
    }
}
