package dev.sallyport.policy.explain;

import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Verb;
import dev.sallyport.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The first line of an explanation: the verdict, and the one reason for it. */
final class WhyWords {
    private WhyWords() {}

    static String verdict(Why why) {
        return switch (why.verdict()) {
            case ALLOWED -> verb(why, "VISIBLE", "ALLOWED") + how(why) + ": " + rows(why);
            case DENIED -> verb(why, "NOT VISIBLE", "NOT ALLOWED") + ": " + reason(why);
            case UNDECIDED ->
                    "CANNOT BE TOLD: "
                            + what(why)
                            + " is allowed; whether this row is in scope only the database knows";
        };
    }

    private static String verb(Why why, String seen, String done) {
        return why.question().verb() == Verb.SEE ? seen : done;
    }

    private static List<Line> opening(Why why) {
        return why.table().stream().filter(Line::isOpen).toList();
    }

    /** One column is in clear, or through the masks of the rules that open it. */
    private static String how(Why why) {
        if (why.question().verb() != Verb.SEE || why.question().target().column().isEmpty()) {
            return "";
        }
        List<Gift> gifts = opening(why).stream().flatMap(line -> line.gift().stream()).toList();
        if (gifts.stream().anyMatch(Gift::isInClear)) {
            return " in clear";
        }
        return " through mask "
                + gifts.stream()
                        .flatMap(gift -> gift.masked().values().stream())
                        .distinct()
                        .map(mask -> "`" + mask + "`")
                        .collect(Collectors.joining(" and "));
    }

    private static String rows(Why why) {
        String rows =
                opening(why).stream()
                        .map(line -> line.holds().because())
                        .distinct()
                        .collect(Collectors.joining(", and "));
        return why.question().row().isEmpty() ? rows : "this row is " + rows;
    }

    private static String reason(Why why) {
        if (why.ownerless().isPresent()) {
            Problem ownerless = why.ownerless().get();
            return ownerless.code() + " " + ownerless.message();
        }
        return switch (why.decision()) {
            case Decision.Denied denied -> denied.code() + " " + denied.message();
            case Decision.Allowed ignored ->
                    "SP2043 " + what(why) + " is allowed, this row is outside your scope";
        };
    }

    private static String what(Why why) {
        return why.question().target().column().isPresent() ? "the column" : "the table";
    }
}
