package dev.sallyport.policy.explain;

import dev.sallyport.policy.Decision;
import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why somebody may or may not: the three questions for every role that matters.
 *
 * @param decision the engine's, without the row
 * @param table a line for each rule of each role that gives it or is theirs
 * @param help what would get it; empty where it is had
 * @param ownerless that nobody at work answers for the agent or the service, and so it may nothing
 */
public record Why(
        Question question,
        Verdict verdict,
        Decision decision,
        List<Line> table,
        Legend legend,
        List<String> guardrails,
        String enforcedBy,
        String hash,
        List<String> help,
        Optional<Problem> ownerless)
        implements Answer {
    /** Enough to name a snapshot among all that ever were; git shows as many. */
    static final int SHORT_HASH = 12;

    /** What it comes to. */
    public enum Verdict {
        ALLOWED,
        DENIED,
        /** Only the database knows whether this row is one of theirs. */
        UNDECIDED
    }

    public Why {
        table = List.copyOf(table);
        guardrails = List.copyOf(guardrails);
        help = List.copyOf(help);
    }

    public boolean allowed() {
        return verdict == Verdict.ALLOWED;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(WhyWords.verdict(this));
        lines.add("");
        TextTable roles =
                TextTable.of("role", "gives it?", "is it yours?", "condition true?", "rules");
        for (Line line : table) {
            roles.row(
                    line.role(),
                    line.gives().words(),
                    line.isYours().words(),
                    line.holds().words(),
                    TextTable.places(line.rules()));
        }
        lines.addAll(table.isEmpty() ? List.of("  no role gives it") : roles.lines());
        lines.addAll(legend.lines());
        lines.add("");
        lines.addAll(
                new TextTable()
                        .row(
                                "guardrails",
                                guardrails.isEmpty()
                                        ? "none applies"
                                        : String.join("; ", guardrails))
                        .row("enforced by", enforcedBy)
                        .row("policy", hash.substring(0, Math.min(SHORT_HASH, hash.length())))
                        .row("as of", Moment.words(question.circumstances().at()))
                        .lines());
        if (!help.isEmpty()) {
            lines.add("");
            lines.add(allowed() ? "To see it in clear:" : "To get it:");
            help.forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    @Override
    public String json() {
        Optional<Decision.Denied> denied =
                decision instanceof Decision.Denied refused
                        ? Optional.of(refused)
                        : Optional.empty();
        return Json.versioned()
                .put("verdict", verdict.name().toLowerCase(Locale.ROOT))
                .put("words", WhyWords.verdict(this))
                .put("person", question.who().toString())
                .put("verb", question.verb().toString())
                .put("target", question.target().toString())
                .put("row", question.row())
                .put("at", question.circumstances().at().toString())
                .put("purpose", question.circumstances().purpose())
                .put("network", question.circumstances().network())
                .put("environment", question.circumstances().environment())
                .put("rule", decision.rule().toString())
                .put(
                        "code",
                        ownerless.map(Problem::code).or(() -> denied.map(Decision.Denied::code)))
                .put("ownerless", ownerless.map(Problem::message))
                .list("roles", table.stream().map(Line::json).toList())
                .put("meaning", legend.words())
                .list("guardrails", guardrails)
                .put("enforced_by", enforcedBy)
                .put("policy", hash)
                .list("help", help)
                .toString();
    }
}
