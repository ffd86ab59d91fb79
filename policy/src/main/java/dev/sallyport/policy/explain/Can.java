package dev.sallyport.policy.explain;

import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything somebody may do, one line for what is left of each rectangle of each role once
 * guardrails, named statements and a narrowed assignment have taken theirs.
 *
 * @param held what they can now
 * @param otherwise what they could where the condition of the role held
 * @param eligible what they would have to ask for
 * @param ownerless that nobody at work answers for the agent or the service, and so it may nothing
 */
public record Can(
        Who who,
        Instant at,
        List<Row> held,
        List<Row> otherwise,
        List<Row> eligible,
        List<String> idle,
        Legend legend,
        String hash,
        Optional<Problem> ownerless)
        implements Answer {

    public Can {
        held = List.copyOf(held);
        otherwise = List.copyOf(otherwise);
        eligible = List.copyOf(eligible);
        idle = List.copyOf(idle);
    }

    /** What is left of one rectangle. */
    record Row(
            String role,
            Role.Rectangle left,
            String rows,
            Optional<String> when,
            Optional<Instant> until,
            List<Place> rules) {
        Row {
            rules = List.copyOf(rules);
        }

        String on() {
            return RectangleWords.on(left);
        }

        String sees() {
            return RectangleWords.sees(left);
        }

        String changes() {
            return RectangleWords.changes(left);
        }
    }

    static Can of(Policy policy, Directory directory, Who who, Circumstances circumstances) {
        return new Possibilities(policy, directory, who, circumstances).answer();
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                who
                        + (who.person().name().isEmpty() ? " " : " (" + who.person().name() + ") ")
                        + (held.isEmpty() ? "can do nothing" : "can, as of " + Moment.words(at)));
        ownerless.ifPresent(problem -> lines.add("  " + problem));
        lines.addAll(held.isEmpty() ? List.of() : table(held));
        if (!otherwise.isEmpty()) {
            lines.add("");
            lines.add("Not as asked, but elsewhere, at another time or for another purpose:");
            lines.addAll(table(otherwise));
        }
        if (!eligible.isEmpty()) {
            lines.add("");
            lines.add("May ask for:");
            lines.addAll(table(eligible));
        }
        lines.addAll(legend.lines());
        if (!idle.isEmpty()) {
            lines.add("");
            idle.forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static List<String> table(List<Row> rows) {
        TextTable table = TextTable.of("role", "on", "sees", "changes", "rows", "until", "rules");
        for (Row row : rows) {
            table.row(
                    row.role(),
                    row.on(),
                    row.sees(),
                    row.changes(),
                    row.rows(),
                    row.until().map(Moment::words).orElse("no end"),
                    TextTable.places(row.rules()));
        }
        return table.lines();
    }

    @Override
    public String json() {
        return Json.versioned()
                .put("person", who.toString())
                .put("name", who.person().name())
                .put("at", at.toString())
                .list("held", held.stream().map(Can::json).toList())
                .list("otherwise", otherwise.stream().map(Can::json).toList())
                .list("eligible", eligible.stream().map(Can::json).toList())
                .list("idle", idle)
                .put("meaning", legend.words())
                .put("ownerless", ownerless.map(Problem::message))
                .put("policy", hash)
                .toString();
    }

    private static Json json(Row row) {
        return new Json()
                .put("role", row.role())
                .put("on", row.on())
                .put("sees", row.sees())
                .put("changes", row.changes())
                .put("rows", row.rows())
                .put("when", row.when())
                .put("until", row.until())
                .list("rules", row.rules());
    }
}
