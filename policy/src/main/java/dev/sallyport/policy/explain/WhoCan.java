package dev.sallyport.policy.explain;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everybody who may do something, and by which rules.
 *
 * @param able who can now
 * @param otherwise who could where the condition of the role holds
 * @param eligible who would have to ask
 */
public record WhoCan(
        Question question,
        List<Row> able,
        List<Row> otherwise,
        List<Row> eligible,
        Legend legend,
        String hash)
        implements Answer {

    public WhoCan {
        able = List.copyOf(able);
        otherwise = List.copyOf(otherwise);
        eligible = List.copyOf(eligible);
    }

    /** One person by one rule of one role. */
    record Row(
            String person,
            String role,
            String because,
            String gives,
            String rows,
            Optional<String> when,
            Optional<Instant> until,
            List<Place> rules) {
        Row {
            rules = List.copyOf(rules);
        }
    }

    static WhoCan of(Policy policy, Directory directory, Question question) {
        return new Crowd(policy, directory, question).answer();
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        long people = able.stream().map(Row::person).distinct().count();
        lines.add(
                (people == 0 ? "Nobody" : people)
                        + " can "
                        + question.verb()
                        + " "
                        + question.target());
        lines.addAll(able.isEmpty() ? List.of() : table(able));
        if (!otherwise.isEmpty()) {
            lines.add("");
            lines.add("Not as asked, but elsewhere, at another time or for another purpose:");
            lines.addAll(table(otherwise));
        }
        if (!eligible.isEmpty()) {
            lines.add("");
            lines.add("May ask for it:");
            lines.addAll(table(eligible));
        }
        lines.addAll(legend.lines());
        return lines;
    }

    private static List<String> table(List<Row> rows) {
        TextTable table =
                TextTable.of("person", "role", "because", "gives", "rows", "until", "rules");
        for (Row row : rows) {
            table.row(
                    row.person(),
                    row.role(),
                    row.because(),
                    row.gives(),
                    row.rows(),
                    row.until().map(Moment::words).orElse(""),
                    TextTable.places(row.rules()));
        }
        return table.lines();
    }

    @Override
    public String json() {
        return Json.versioned()
                .put("verb", question.verb().toString())
                .put("target", question.target().toString())
                .put("at", question.circumstances().at().toString())
                .put("environment", question.circumstances().environment())
                .list("able", able.stream().map(WhoCan::json).toList())
                .list("otherwise", otherwise.stream().map(WhoCan::json).toList())
                .list("eligible", eligible.stream().map(WhoCan::json).toList())
                .put("meaning", legend.words())
                .put("policy", hash)
                .toString();
    }

    private static Json json(Row row) {
        return new Json()
                .put("person", row.person())
                .put("role", row.role())
                .put("because", row.because())
                .put("gives", row.gives())
                .put("rows", row.rows())
                .put("when", row.when())
                .put("until", row.until())
                .list("rules", row.rules());
    }
}
