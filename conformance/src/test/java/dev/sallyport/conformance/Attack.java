package dev.sallyport.conformance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entry of the attack corpus, read for our hospital.
 *
 * @param expect what the whole system must do
 * @param defence who does it
 * @param held whether PostgreSQL alone did, where the corpus was made
 * @param result what it answered there
 * @param alsoRefusedWith SQLSTATEs of a refusal the corpus did not see
 * @param mayChange whether its first statements are somebody's right
 */
record Attack(
        String id,
        String login,
        Expect expect,
        String defence,
        boolean held,
        List<String> setup,
        List<String> sql,
        List<String> teardown,
        String result,
        Set<String> alsoRefusedWith,
        boolean mayChange) {
    private static final Pattern STATE = Pattern.compile("(?:ERROR|FATAL) (\\w{5})");
    private static final Pattern ONE_VALUE =
            Pattern.compile("1 row\\(s\\) first=\\('([^'{]*)',\\)");

    private static final Pattern WRITES =
            Pattern.compile("(?i)\\b(insert|update|delete|merge|copy|truncate)\\b");

    /** What an entry promises. */
    enum Expect {
        DENIED,
        MASKED,
        FILTERED,
        NO_LEAK
    }

    /**
     * SQLSTATEs that count as a refusal here; anything else is a statement we did not understand.
     */
    Set<String> refusals() {
        return Stream.of(
                        Stream.of("42501"),
                        STATE.matcher(result).results().map(found -> found.group(1)),
                        alsoRefusedWith.stream())
                .flatMap(states -> states)
                .collect(Collectors.toSet());
    }

    /** The single values it answered there, in order. */
    List<String> values() {
        return ONE_VALUE.matcher(result).results().map(Attack::value).toList();
    }

    private static String value(MatchResult found) {
        return switch (found.group(1)) {
            case "True" -> "t";
            case "False" -> "f";
            default -> found.group(1);
        };
    }

    boolean writes() {
        return WRITES.matcher(String.join(" ", sql)).find();
    }

    /** Why it is as it is, for a person who reads a failure. */
    String said(Optional<String> why) {
        return id + " as " + login + ": " + why.orElse("holds") + "\n    " + String.join("; ", sql);
    }
}
