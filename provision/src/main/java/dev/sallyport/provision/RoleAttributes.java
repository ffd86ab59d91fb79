package dev.sallyport.provision;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The attributes of a role as {@code CREATE ROLE} and {@code ALTER ROLE} take them. */
final class RoleAttributes {
    private static final Pattern CLAUSE =
            Pattern.compile("CONNECTION LIMIT -?\\d+|VALID UNTIL '[^']*'|\\S+");

    private RoleAttributes() {}

    /**
     * Those that are not yet as wanted: to say {@code NOSUPERUSER} of a role that is none is
     * refused to whoever is no superuser.
     */
    static String changed(String observed, String wanted) {
        List<String> there = clauses(observed);
        return clauses(wanted).stream()
                .filter(clause -> !there.contains(clause))
                .collect(Collectors.joining(" "));
    }

    private static List<String> clauses(String attributes) {
        return CLAUSE.matcher(attributes).results().map(MatchResult::group).toList();
    }
}
